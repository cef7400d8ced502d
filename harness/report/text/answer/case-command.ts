/** The command that runs one case again, to be copied to a shell. */
import { type CaseIdentity, majorOf } from '../../../case-key.ts';
import type { ParameterKind } from '../../../result.ts';
import { runtimeNameOf } from '../../../runtimes/runtime.ts';
import type { ParameterValue } from '../../../scenario.ts';
import { parseBytes } from '../../../units.ts';
import { quoteForShell } from '../../../words/quote-for-shell.ts';
import { formatParameter } from '../case-label.ts';

/** `npx tidemark run --scenario ignore-drain --param sink=file`, with the parameters and the Node that `axes` names; another runtime always. */
export function commandOfCase(
  { scenario, file, parameters, parameterKinds, node }: CaseIdentity,
  axes: readonly string[],
): string {
  const named = axes.filter((axis) => Object.hasOwn(parameters, axis));
  const options = named.flatMap((name) => [
    '--param',
    `${name}=${typeValue(parameters[name] ?? '', parameterKinds[name])}`,
  ]);
  const isOfNode = axes.includes('node') && !named.includes('node');
  const runtime = runtimeNameOf(node);
  const ofNode = isOfNode ? ['--node', majorOf(node)] : [];
  const selected = runtime === undefined ? ofNode : ['--runtime', runtime.toLowerCase()];
  const words = ['--scenario', file === undefined ? scenario : `./${file}`, ...options];
  return ['npx tidemark run', ...[...words, ...selected].map((word) => quoteForShell(word))].join(' ');
}

/** All benches of its file: a name may have what an option reads otherwise, such as a comma. */
export const commandOfBenches = ({ file = '', node }: Pick<CaseIdentity, 'file' | 'node'>): string =>
  [
    'npx tidemark run',
    ...['--from-bench', `./${file}`, '--node', majorOf(node)].map((word) => quoteForShell(word)),
  ].join(' ');

/** `64KiB` where that is the very value. */
export function typeValue(value: ParameterValue, kind: ParameterKind | undefined): string {
  // What cmd or PowerShell would expand inside of quotes. A report may come from anybody.
  if (typeof value === 'string') return process.platform === 'win32' ? value.replace(/["$`%]/g, '?') : value;
  const text = formatParameter(value, kind).replace(/[ ,]/g, '');
  return parseBytes(text) === value ? text : String(value);
}
