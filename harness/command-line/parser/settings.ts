/** What each option of a command is set to, and where that is from: the flag, the environment, a file, or its default. */
import { UsageError } from '../../errors.ts';
import { type CommandDefinition, type Option, TRAILING } from '../define-command.ts';

export type Origin =
  | { readonly from: 'flag' }
  | { readonly from: 'environment'; readonly variable: string }
  /** `key` is the path of the value in the file, such as `commands.run.timeout`. */
  | { readonly from: 'file'; readonly path: string; readonly key: string }
  | { readonly from: 'default' };

/** As yargs gives it for a flag. */
export type Raw = string | boolean | readonly string[];

export interface Setting {
  readonly option: Option<unknown>;
  /** Undefined for the default. */
  readonly raw: Raw | undefined;
  readonly origin: Origin;
}

/** The defaults that a file sets for one command, by flag; they are valid. */
export type FileDefaults = ReadonlyMap<string, { readonly raw: Raw; readonly origin: Origin }>;

interface Sources {
  readonly typed: Readonly<Record<string, unknown>>;
  readonly env: NodeJS.ProcessEnv;
  readonly file: FileDefaults;
}

/** Throws a UsageError for a variable whose value the option does not take. */
export function chooseSettings(
  { options }: Pick<CommandDefinition<unknown>, 'options'>,
  sources: Sources,
): readonly Setting[] {
  const settings = Object.values(options).map((option) => chooseSetting(option, sources));
  const replaced = settings
    .filter(({ origin, raw }) => origin.from === 'flag' && raw !== false)
    .flatMap(({ option }) => option.replaces);
  return settings.map((setting) =>
    replaced
      .filter(({ flag }) => flag === setting.option.flag)
      .reduce((left, { isReplaced = () => true }) => dropReplaced(left, isReplaced), setting),
  );
}

function chooseSetting(option: Option<unknown>, { typed, env, file }: Sources): Setting {
  const given = typed[option.flag] as Raw | undefined;
  if (given !== undefined && !(option.kind === 'words' && (given as readonly string[]).length === 0))
    return { option, raw: given, origin: { from: 'flag' } };
  if (option.key === undefined) return { option, raw: undefined, origin: { from: 'default' } };
  const variable = nameVariable(option.flag);
  const text = env[variable];
  if (text !== undefined && text !== '')
    return { option, raw: readVariable(option, variable, text), origin: { from: 'environment', variable } };
  const found = file.get(option.flag);
  return found === undefined ? { option, raw: undefined, origin: { from: 'default' } } : { option, ...found };
}

/** `TIDEMARK_MAX_MEMORY` for `max-memory`. */
export const nameVariable = (flag: string): string => `TIDEMARK_${flag.toUpperCase().replaceAll('-', '_')}`;

/** A list has a value in each line. */
function readVariable(option: Option<unknown>, variable: string, text: string): Raw {
  const raw =
    option.kind === 'toggle' ? readToggle(variable, text) : option.kind === 'words' ? readList(text) : text;
  try {
    option.read(raw);
    return raw;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${variable}: ${error.message}`, {
      hint: `${error.hint}; or unset ${variable}`,
      cause: error,
    });
  }
}

const readList = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function readToggle(variable: string, text: string): boolean {
  const value = { true: true, 1: true, false: false, 0: false }[text.toLowerCase()];
  if (value !== undefined) return value;
  throw new UsageError(`${variable}: ${text} is neither true nor false`, {
    hint: `write ${variable}=1, or unset it`,
  });
}

/** What was typed is never replaced. */
function dropReplaced(setting: Setting, isReplaced: (word: string) => boolean): Setting {
  const { option, raw, origin } = setting;
  if (origin.from === 'flag' || origin.from === 'default') return setting;
  const left = Array.isArray(raw) ? (raw as readonly string[]).filter((word) => !isReplaced(word)) : [];
  return left.length === 0
    ? { option, raw: undefined, origin: { from: 'default' } }
    : { option, raw: left, origin };
}

/** Resolves the settings to a request. What is wrong with them together says which of them were not typed. */
export function resolveSettings<Request>(
  command: CommandDefinition<Request>,
  settings: readonly Setting[],
): Request {
  try {
    return command.resolve(Object.fromEntries(settings.map(({ option, raw }) => [option.flag, raw])));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const sources = settings.flatMap((setting) => describeSource(setting, error.message));
    if (sources.length === 0) throw error;
    const hint = [...(error.hint === undefined ? [] : [error.hint]), ...sources].join('; ');
    throw new UsageError(error.message, { hint, cause: error });
  }
}

function describeSource({ option, origin }: Setting, message: string): string[] {
  const isNamed = new RegExp(`--${option.flag}(?![\\w-])`).test(message);
  if (!isNamed || option.flag === TRAILING) return [];
  const where = describeOrigin(origin);
  return where === undefined ? [] : [`--${option.flag} is from ${where}`];
}

/** Undefined for what needs no words: a flag, or a default. */
function describeOrigin(origin: Origin): string | undefined {
  if (origin.from === 'environment') return origin.variable;
  return origin.from === 'file' ? `${origin.path} (${origin.key})` : undefined;
}
