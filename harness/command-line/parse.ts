/** Parses the command line: the commands, help, and errors. */
import yargs from 'yargs';
import { UsageError } from '../errors.ts';
import { type CommandDefinition, TRAILING } from './define-command.ts';
import { doctorCommand } from './doctor.ts';
import { COMMANDS, type CommandOptions, nameOf } from './parser/commands.ts';
import {
  CONFIG_OPTIONS,
  chooseConfigFile,
  describeConfigOptions,
  isConfigurable,
  withoutJson,
} from './parser/config-options.ts';
import { describeCommand } from './parser/describe-command.ts';
import { explainMistake, suggestFor, UNKNOWN } from './parser/mistakes.ts';
import { chooseSettings, type FileDefaults, resolveSettings, type Setting } from './parser/settings.ts';

export type Command = CommandOptions | PrintConfig | { readonly command: 'none' };

/** What `--print-config` shows of a command. */
export interface PrintConfig {
  readonly command: 'print-config';
  readonly of: string;
  /** The configuration file; undefined if none is read. */
  readonly path: string | undefined;
  readonly settings: readonly Setting[];
  readonly json: boolean;
}

/** A configuration file that was read and is valid. */
export interface ConfigFile {
  readonly path: string;
  readonly defaultsOf: (command: string) => FileDefaults;
}

export interface ParserContext {
  readonly version: string;
  readonly width: number;
  /** The names of the scenarios, for suggestions; called only when they are needed. */
  readonly listScenarios: () => Promise<readonly string[]>;
  /** Reads that file, or the one that is found; called only for a command that has options which it can set. */
  readonly readConfig?: (file: string | undefined) => Promise<ConfigFile | undefined>;
  /** None by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** That of this process by default. */
  readonly platform?: NodeJS.Platform;
}

/** Resolves the arguments to a request, prints help if it is requested, and throws a UsageError for a mistake. */
export async function parseCommandLine(words: readonly string[], context: ParserContext): Promise<Command> {
  const argv = dropSeparator(words);
  refuseValuesOfToggles(argv);
  try {
    return await parseWords(argv, context);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const hint = await suggestFor(error.message, words, context.listScenarios);
    const isSplit = UNKNOWN.test(error.message) && (context.platform ?? process.platform) === 'win32';
    throw new UsageError(explainMistake(error.message), {
      hint: isSplit ? `${hint}; ${IN_POWERSHELL}` : hint,
    });
  }
}

/** There a comma makes two arguments, and older versions of npm lose the first `--`. */
const IN_POWERSHELL = 'in PowerShell, quote what has a comma, and write "--" behind npm run bench';

/** The message of yargs about arguments that it does not understand. */
class Mistake extends Error {
  override readonly name = 'Mistake';
}

async function parseWords(argv: readonly string[], context: ParserContext): Promise<Command> {
  const { version, width } = context;
  let parsed: Command = { command: 'none' };
  const printsConfig = beforeTrailing(argv).includes(`--${CONFIG_OPTIONS.printsConfig.flag}`);
  const parser = yargs([...argv])
    .scriptName('tidemark')
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
      'camel-case-expansion': false,
      'boolean-negation': true,
      'populate--': true,
      'greedy-arrays': false,
    })
    .usage(
      'Measures how much memory Node.js streams and Buffers take, and whether it is bounded.\n\nUsage: $0 [command] [options]',
    );
  for (const command of COMMANDS) {
    parser.command(
      command.usage,
      command.summary,
      (own) =>
        describeConfigOptions(
          describeCommand(own, printsConfig ? withoutJson(command) : command),
          printsConfig,
        ),
      async (words) => {
        refuseTrailingWords(words[TRAILING], command);
        parsed = await settle(command, words, context);
      },
    );
  }
  await parser
    .strict()
    .demandCommand(0, 0)
    .help('help', 'show help')
    .alias('help', 'h')
    .version('version', 'show the version', version)
    .updateStrings({ 'Positionals:': 'Arguments:' })
    .wrap(Math.min(width, 100))
    .exitProcess(false)
    .fail((message, error) => {
      // A YError is about the arguments; any other error is tidemark's own.
      if (error !== undefined && error.name !== 'YError') throw error;
      const [firstLine = ''] = (message ?? error?.message ?? '').split('\n');
      throw new Mistake(firstLine || 'the arguments could not be parsed');
    })
    .parseAsync();
  return parsed;
}

/** The request of a command, or what is to be shown of it. */
async function settle(
  command: CommandDefinition<CommandOptions>,
  words: Readonly<Record<string, unknown>>,
  { readConfig, env = {} }: ParserContext,
): Promise<Command> {
  const named = chooseConfigFile(words[CONFIG_OPTIONS.config.flag]);
  const config = named === false || !isConfigurable(command) ? undefined : await readConfig?.(named);
  const of = nameOf(command);
  const file = config?.defaultsOf(of) ?? new Map();
  const settings = chooseSettings(command, { typed: words, env, file });
  if (words[CONFIG_OPTIONS.printsConfig.flag] !== true) return resolveSettings(command, settings);
  // This --json is for what is printed here.
  const printed = chooseSettings(command, { typed: { ...words, json: undefined }, env, file });
  return { command: 'print-config', of, path: config?.path, settings: printed, json: words.json === true };
}

const beforeTrailing = (argv: readonly string[]): readonly string[] =>
  argv.includes(TRAILING) ? argv.slice(0, argv.indexOf(TRAILING)) : argv;

/**
 * Without the `--` in front of arguments, as in `baseline save -- main`: yargs would not take them for such. One that
 * looks like an option stays behind it, and is refused; so does what may be the value of an option.
 */
function dropSeparator(words: readonly string[]): readonly string[] {
  const at = words.indexOf(TRAILING);
  const [before, behind] = [words.slice(0, at), words.slice(at + 1)];
  const isForDoctor = before.includes(nameOf(doctorCommand));
  const mayBeOptions = [...before.slice(-1), ...behind].some((word) => word.startsWith('-'));
  return at < 1 || isForDoctor || mayBeOptions ? words : [...before, ...behind];
}

/** Only the doctor takes a command behind `--`. */
function refuseTrailingWords(trailing: unknown, { options }: CommandDefinition<Command>): void {
  const [first]: readonly unknown[] = Array.isArray(trailing) ? trailing : [];
  if (first === undefined || Object.values(options).some(({ flag }) => flag === TRAILING)) return;
  throw new Mistake(`Unknown argument: ${first}`);
}

/** yargs treats every value of a boolean option except `true` as false. */
function refuseValuesOfToggles(words: readonly string[]): void {
  const argv = beforeTrailing(words);
  const command = COMMANDS.find((one) => nameOf(one) === argv[0]);
  const options =
    command === undefined
      ? COMMANDS.flatMap((one) => Object.values(one.options))
      : Object.values(command.options);
  const toggles = [...options, ...Object.values(CONFIG_OPTIONS)]
    .filter(({ yargs: { type } }) => type === 'boolean')
    .map(({ flag }) => flag);
  const toggleWithValue = new RegExp(
    `^--(?:no-)?(${[...new Set(toggles)].join('|')})=(?!true$|false$).*$`,
    's',
  );
  const [word = '', name] =
    argv.map((each) => toggleWithValue.exec(each)).find((match) => match !== null) ?? [];
  if (name === undefined) return;
  throw new UsageError(`${word}: --${name} does not take a value`, {
    hint: `write --${name} or --no-${name}`,
  });
}
