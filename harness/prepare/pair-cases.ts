/** Pairs each case of A with one of B. Pure. */

import type { Contrast } from '../command-line/ab.ts';
import { UsageError } from '../errors.ts';
import type { Case } from '../plan/plan-cases.ts';
import { formatParameter } from '../report/text/case-label.ts';

type CasePair = readonly [a: Case, b: Case];

/** Pairs them in the order in which both were planned. Throws a UsageError if they do not match. */
export function pairCases(a: readonly Case[], b: readonly Case[], contrast: Contrast): CasePair[] {
  if (contrast.by === 'param')
    refuseWithoutParameters(a, [...contrast.given.a.keys(), ...contrast.given.b.keys()]);
  if (a.length !== b.length) {
    throw new UsageError(
      `A has ${a.length} cases and B has ${b.length}: the scenario declares different values`,
      {
        hint: 'set the values of both sides with --param',
      },
    );
  }
  const pairs = a.map((one, index): CasePair => [one, b[index] as Case]);
  if (contrast.by === 'rev') for (const pair of pairs) refuseOtherWork(pair);
  return pairs;
}

/** For a scenario without the parameter, both sides would be the same. */
function refuseWithoutParameters(cases: readonly Case[], names: readonly string[]): void {
  for (const { scenario, parameters } of cases) {
    const missing = names.find((name) => !Object.hasOwn(parameters, name));
    if (missing === undefined) continue;
    throw new UsageError(`${scenario.name} has no parameter ${missing}: its two sides would be the same`, {
      hint: 'leave that scenario out',
    });
  }
}

/** Revisions with different defaults would do different work. */
function refuseOtherWork([a, b]: CasePair): void {
  const name = Object.keys(a.parameters).find(
    (one) => Object.hasOwn(b.parameters, one) && a.parameters[one] !== b.parameters[one],
  );
  if (name === undefined) return;
  const [inA, inB] = [a, b].map(({ parameters }) =>
    formatParameter(parameters[name] ?? '', a.scenario.parameters[name]?.kind),
  );
  throw new UsageError(`${a.scenario.name}: ${name} is ${inA} in A and ${inB} in B, by their defaults`, {
    hint: `set it for both sides with --param ${name}=…`,
  });
}
