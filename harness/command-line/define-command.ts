/** A command and its options, each declared once: how it is typed, its help text, what it takes, and how its value is parsed. */
import type { Options } from 'yargs';
import { UsageError } from '../errors.ts';

/** What its value may be: for completion, and for a path in a file, which is relative to that file. */
export type Takes =
  | 'text'
  | 'path'
  | 'scenarios'
  | 'parameters'
  | 'limits'
  | 'node'
  | 'runtime'
  | 'baseline'
  | 'report'
  | 'tag'
  | 'claims'
  | 'claim-topics'
  | 'interrupted'
  | { readonly words: readonly string[] }
  | { readonly reporters: readonly string[] };

/** The defaults that an option replaces where it is typed: with what it asks for, they would only be refused. */
export interface Replaced {
  readonly flag: string;
  /** Which of its words; all by default. */
  readonly isReplaced?: (word: string) => boolean;
}

export interface Option<Value> {
  /** As it is typed, without the hyphens; for an argument, its name. */
  readonly flag: string;
  readonly kind: 'word' | 'words' | 'toggle' | 'argument' | 'trailing';
  /** An argument has no flag: it is recognised by its position. */
  readonly isArgument: boolean;
  readonly takes: Takes;
  /** As a configuration file names it; undefined if only the command line can set it. */
  readonly key: string | undefined;
  /** Not the option of that name of other commands: what a file sets for all commands is not for it. */
  readonly isApart: boolean;
  readonly replaces: readonly Replaced[];
  readonly yargs: Options;
  /** Turns the output of yargs into a value. Throws a UsageError that names the option. */
  readonly read: (given: unknown) => Value;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** The values of the options of a table, by their names in it. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer Value> ? AsReadonly<Value> : never;
};

type AsReadonly<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value;

export interface CommandDefinition<Request> {
  /** With its arguments: `compare <report> [other]`; `$0` for the default command. */
  readonly usage: string | readonly string[];
  /** How it is typed, where that is more than its arguments. */
  readonly synopsis?: string;
  readonly summary: string;
  readonly options: OptionTable;
  readonly examples: readonly (readonly [command: string, whatItShows: string])[];
  readonly epilogue?: string;
  /** Resolves the output of yargs to a request. Throws a UsageError. */
  readonly resolve: (parsed: Readonly<Record<string, unknown>>) => Request;
}

type Definition<Table extends OptionTable, Request> = Omit<
  CommandDefinition<Request>,
  'options' | 'resolve'
> & {
  readonly options: Table;
  /** Resolves all options together. */
  readonly resolve: (values: OptionValues<Table>) => Request;
};

/** Infers the types of a command: `resolve` receives the value of each option. */
export function defineCommand<const Table extends OptionTable, Request>(
  definition: Definition<Table, Request>,
): CommandDefinition<Request> {
  const { options, resolve } = definition;
  return { ...definition, resolve: (parsed) => resolve(readOptions(options, parsed)) };
}

function readOptions<Table extends OptionTable>(
  table: Table,
  parsed: Readonly<Record<string, unknown>>,
): OptionValues<Table> {
  const values = Object.entries(table).map(([name, { flag, read }]) => [name, read(parsed[flag])] as const);
  return Object.fromEntries(values) as OptionValues<Table>;
}

/** The help text of an option, and what it is for. */
interface Help {
  readonly flag: string;
  readonly describe: string;
  readonly group?: string;
  readonly alias?: string;
  /** Shown as the default of an option whose default is not one word. */
  readonly defaultText?: string;
  /** Any text by default. */
  readonly takes?: Takes;
  /** In a configuration file; the flag in camelCase by default. */
  readonly key?: string;
  /** For what is asked of one invocation, or confirmed by the user. */
  readonly isOnlyTyped?: boolean;
  readonly isApart?: boolean;
  readonly replaces?: readonly Replaced[];
}

type ReadWord<Value> = (word: string, option: string) => Value;

/** An option that takes one value. Without a default, it is undefined unless it is given. */
export function word<Value>(
  help: Help & { readonly default: string; readonly parse: ReadWord<Value> },
): Option<Value>;
export function word<Value>(help: Help & { readonly parse: ReadWord<Value> }): Option<Value | undefined>;
export function word<Value>(
  help: Help & { readonly default?: string; readonly parse: ReadWord<Value> },
): Option<Value | undefined> {
  const read = readWord(`--${help.flag}`, help.parse);
  const type = { type: 'string', requiresArg: true } as const;
  return {
    ...declare('word', help),
    yargs: { ...type, ...describe(help), ...(help.default !== undefined && { default: help.default }) },
    read: (given) => read(given ?? help.default),
  };
}

/** An option that can be repeated. Its list is empty unless it is given. */
export function words<Value>(
  help: Help & { readonly parse: (words: readonly string[], option: string) => Value },
): Option<Value> {
  return {
    ...declare('words', help),
    yargs: { type: 'string', array: true, requiresArg: true, nargs: 1, default: [], ...describe(help) },
    read: (given) => help.parse((given as string[] | undefined) ?? [], `--${help.flag}`),
  };
}

/** An option that is on or off; the last one counts. */
export function toggle(help: Help & { readonly default?: boolean }): Option<boolean> {
  const { default: byDefault = false } = help;
  return {
    ...declare('toggle', help),
    yargs: { type: 'boolean', default: byDefault, ...describe(help) },
    read: (given) => ([given].flat().at(-1) ?? byDefault) === true,
  };
}

/** An option that is on, off, or not given. */
export function maybeToggle(help: Help): Option<boolean | undefined> {
  return {
    ...declare('toggle', help),
    yargs: { type: 'boolean', ...describe(help) },
    read: (given) => (given === undefined ? undefined : [given].flat().at(-1) === true),
  };
}

/** A positional argument, in the order of the usage line. */
export function argument(
  help: Pick<Help, 'flag' | 'describe' | 'defaultText' | 'takes'>,
): Option<string | undefined> {
  return {
    ...declare('argument', { ...help, isOnlyTyped: true }),
    yargs: { type: 'string', ...describe(help) },
    read: readWord(help.flag, (word) => word),
  };
}

/** All arguments from this position on: `<reports..>` in the usage line. */
export function argumentList(help: Pick<Help, 'flag' | 'describe' | 'takes'>): Option<readonly string[]> {
  return {
    ...declare('argument', { ...help, isOnlyTyped: true }),
    yargs: { type: 'string', ...describe(help) },
    read: (given) => [given ?? []].flat().map(String),
  };
}

/** Everything behind `--`. */
export function trailingWords(): Option<readonly string[]> {
  return {
    ...declare('trailing', { flag: TRAILING, isOnlyTyped: true }),
    yargs: {},
    read: (given) => (Array.isArray(given) ? given.map(String) : []),
  };
}

type Declared = Omit<Option<unknown>, 'yargs' | 'read'>;

const declare = (kind: Declared['kind'], help: Omit<Help, 'describe'>): Declared => ({
  flag: help.flag,
  kind,
  isArgument: kind === 'argument' || kind === 'trailing',
  takes: help.takes ?? 'text',
  key: help.isOnlyTyped === true ? undefined : (help.key ?? toCamelCase(help.flag)),
  isApart: help.isApart ?? false,
  replaces: help.replaces ?? [],
});

const toCamelCase = (flag: string): string =>
  flag.replaceAll(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());

/** The same option, for a command to which no file can set it. */
export const onlyTyped = <Value>(option: Option<Value>): Option<Value> => ({ ...option, key: undefined });

/** The name that yargs gives to what is behind `--`. */
export const TRAILING = '--';

/** For a value that is used as it is typed. */
export const asTyped: ReadWord<string> = (word) => word;

/** The same for a path: an empty one would mean the current folder. */
export const aPath: ReadWord<string> = (word, option) => {
  if (word.trim() !== '') return word;
  throw new UsageError(`${option} is empty`, { hint: 'give a path, or leave it out' });
};

/** An option that is given twice arrives as a list. */
function readWord<Value>(name: string, parse: ReadWord<Value>): (given: unknown) => Value | undefined {
  return (given) => {
    if (Array.isArray(given))
      throw new UsageError(`${name} is given more than once`, { hint: 'give it once' });
    return given === undefined ? undefined : parse(given as string, name);
  };
}

const describe = ({ describe, group, alias, defaultText }: Omit<Help, 'flag'>): Options => ({
  describe,
  ...(group !== undefined && { group }),
  ...(alias !== undefined && { alias }),
  ...(defaultText !== undefined && { defaultDescription: defaultText }),
});
