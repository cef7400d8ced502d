import type { Contrast } from '../command-line/ab.ts';
import type { Case } from '../plan/plan-cases.ts';
import { formatParameter } from '../report/text/case-label.ts';
import type { Sides } from '../sides.ts';

interface LabelledSide {
  readonly node: { readonly node: string };
  readonly cases: readonly Case[];
  readonly commit: string | undefined;
}

const SHORT_COMMIT = 10;

/** The label of a side, by what differs: `Node 24.1.0`, `main (1a2b3c4d5e)`, `highWaterMark 1 MiB`, `--jitless`. */
export function labelVariant(
  side: keyof Sides<unknown>,
  { by, given }: Contrast,
  { node, cases, commit }: LabelledSide,
): string {
  switch (by) {
    case 'node':
      return `Node ${node.node}`;
    case 'rev':
      return commit === undefined ? 'working tree' : `${given[side]} (${commit.slice(0, SHORT_COMMIT)})`;
    case 'flag':
      return given[side].join(' ') || 'no flag';
    case 'param':
      return [...new Set([...given.a.keys(), ...given.b.keys()])]
        .map((name) => `${name} ${labelValue(name, cases)}`)
        .join(', ');
  }
}

/** Scenarios can have different defaults. */
function labelValue(name: string, cases: readonly Case[]): string {
  const values = new Set(cases.map(({ parameters }) => parameters[name] ?? ''));
  const kind = cases[0]?.scenario.parameters[name]?.kind;
  return [...values].map((value) => formatParameter(value, kind)).join(' or ');
}
