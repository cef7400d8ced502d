/** The types of a configuration file, from the options of the commands: what an editor offers and explains. */
import type { Option } from '../harness/command-line/define-command.ts';
import { COMMANDS, nameOf } from '../harness/command-line/parser/commands.ts';

const HEAD = `/**
 * The defaults that a configuration file can set. Generated from the options of the commands:
 * npx vitest run scripts/option-defaults.test.ts -u
 */
// biome-ignore-all format: generated
import type { Limits } from '../scenario.ts';

type Word = string | number;
type Words = Word | readonly Word[];

/** What no run may exceed, with units where that is shorter: \`{ peakBufferedBytes: '128KiB', growth: 'bounded' }\`. */
export type LimitDefaults = Pick<Limits, 'growth'> & {
  readonly [Metric in Exclude<keyof Limits, 'growth'>]?: Word;
};
`;

type Entry = readonly [command: string, option: Option<unknown>];

export function renderOptionDefaults(): string {
  const entries = COMMANDS.flatMap((command) =>
    Object.values(command.options)
      .filter(({ key }) => key !== undefined)
      .map((option): Entry => [nameOf(command), option]),
  );
  const shared = entries.filter(([, { isApart }]) => !isApart);
  const byKey = new Map([...shared].reverse().map(([, option]) => [option.key, option]));
  const options = [...byKey.values()]
    .sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
    .map(renderOption);
  const commands = [...new Set(entries.map(([command]) => command))];
  return [
    HEAD,
    ...[
      '/** Defaults for every command that has the option. */',
      'export interface OptionDefaults {',
      ...options,
      '}',
      '',
    ],
    ...['/** Defaults for single commands. */', 'export interface CommandDefaults {'],
    ...commands.map((command) =>
      renderCommand(
        command,
        entries.filter(([name]) => name === command),
      ),
    ),
    ...['}', ''],
  ].join('\n');
}

function renderCommand(command: string, entries: readonly Entry[]): string {
  const keys = (isApart: boolean): Option<unknown>[] =>
    entries.map(([, option]) => option).filter((option) => option.isApart === isApart);
  const shared = keys(false).map(({ key }) => `'${key}'`);
  const apart = keys(true);
  const picked = `Pick<OptionDefaults, ${shared.join(' | ')}>`;
  const own = apart.length === 0 ? '' : ` & {\n${apart.map(renderOption).join('\n')}\n}`;
  return `  readonly ${/^\w+$/.test(command) ? command : `'${command}'`}?: ${picked}${own};`;
}

function renderOption(option: Option<unknown>): string {
  const { describe = '', default: byDefault, defaultDescription } = option.yargs;
  const shown = defaultDescription ?? (Array.isArray(byDefault) ? 'none' : String(byDefault ?? 'not set'));
  const text = `${describe}. Default: ${shown}.`.replaceAll('*/', '*\\/');
  return `  /** ${text[0]?.toUpperCase()}${text.slice(1)} */\n  readonly ${option.key}?: ${typeOf(option)};`;
}

function typeOf({ kind, takes }: Option<unknown>): string {
  if (kind === 'toggle') return 'boolean';
  if (takes === 'parameters') return 'Readonly<Record<string, Words>>';
  if (takes === 'limits') return 'LimitDefaults';
  if (typeof takes === 'object' && 'reporters' in takes) {
    const names = takes.reporters.flatMap((name) => [`'${name}'`, `\`${name}=\${string}\``]);
    return `${names.join(' | ')} | readonly (${names.join(' | ')})[]`;
  }
  return kind === 'words' ? 'Words' : 'Word';
}
