/** Parses the command line: the commands, help, and errors. */
import yargs from 'yargs';
import { UsageError } from '../errors.ts';
import { suggestWord } from '../words/suggest-word.ts';
import { type AbOptions, abCommand } from './ab.ts';
import { type BaselineOptions, baselineCommand } from './baseline.ts';
import { type CheckOptions, checkCommand } from './check.ts';
import { type CompareOptions, compareCommand } from './compare.ts';
import { type CommandDefinition, describeCommand, TRAILING } from './define-command.ts';
import { type DoctorOptions, doctorCommand } from './doctor.ts';
import { type GateSelftestOptions, gateSelftestCommand } from './gate-selftest.ts';
import { type InitOptions, initCommand } from './init.ts';
import { type ListOptions, listCommand } from './list.ts';
import { type PruneOptions, pruneCommand } from './prune.ts';
import { type ReportOptions, reportCommand } from './report.ts';
import { type RunOptions, runCommand } from './run.ts';

export type Command =
  | RunOptions
  | AbOptions
  | CheckOptions
  | BaselineOptions
  | GateSelftestOptions
  | CompareOptions
  | DoctorOptions
  | ListOptions
  | PruneOptions
  | ReportOptions
  | InitOptions
  | { readonly command: 'none' };

const COMMANDS: readonly CommandDefinition<Command>[] = [
  runCommand,
  compareCommand,
  reportCommand,
  abCommand,
  checkCommand,
  baselineCommand,
  gateSelftestCommand,
  doctorCommand,
  listCommand,
  pruneCommand,
  initCommand,
];
const OPTIONS = COMMANDS.flatMap(({ options }) => Object.values(options)).filter(
  ({ isArgument }) => !isArgument,
);
const OPTION_NAMES = [...new Set(OPTIONS.map(({ flag }) => flag)), 'help', 'version'];
const COMMAND_NAMES = [...COMMANDS.map(nameOf), 'completion'];

export interface ParserContext {
  readonly version: string;
  readonly width: number;
  /** The names of the scenarios, for suggestions and completion; called only when they are needed. */
  readonly listScenarios: () => Promise<readonly string[]>;
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
    const hint = await suggestFor(error.message, argv, context.listScenarios);
    const isSplit = UNKNOWN.test(error.message) && (context.platform ?? process.platform) === 'win32';
    throw new UsageError(explainMistake(error.message), {
      hint: isSplit ? `${hint}; ${IN_POWERSHELL}` : hint,
    });
  }
}

const UNKNOWN = /^Unknown (?:argument|command)s?: ([^\s,]+)/;

/** There a comma makes two arguments, and older versions of npm lose the first `--`. */
const IN_POWERSHELL = 'in PowerShell, quote what has a comma, and write "--" behind npm run bench';

/** The message of yargs about arguments that it does not understand. */
class Mistake extends Error {
  override readonly name = 'Mistake';
}

async function parseWords(
  argv: readonly string[],
  { version, width, listScenarios }: ParserContext,
): Promise<Command> {
  let parsed: Command = { command: 'none' };
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
      (own) => describeCommand(own, command),
      (words) => {
        refuseTrailingWords(words[TRAILING], command);
        parsed = command.resolve(words);
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
    .completion('completion', 'print a completion script for your shell', (_current, args) =>
      completeWord(args as { _: string[] }, listScenarios),
    )
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

/** `compare` of `compare <a> [b]`. */
function nameOf({ usage }: CommandDefinition<unknown>): string {
  const [first = ''] = [usage].flat();
  return first.replace(/ .*/, '');
}

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
  const argv = words.includes(TRAILING) ? words.slice(0, words.indexOf(TRAILING)) : words;
  const command = COMMANDS.find((one) => nameOf(one) === argv[0]);
  const options = command === undefined ? OPTIONS : Object.values(command.options);
  const toggles = options.filter(({ yargs: { type } }) => type === 'boolean').map(({ flag }) => flag);
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

/** What yargs says of missing values, in words. */
function explainMistake(message: string): string {
  const option = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (option !== undefined) return `${option.length === 1 ? '-' : '--'}${option} needs a value`;
  return message.startsWith('Not enough non-option arguments') ? 'an argument is missing' : message;
}

/** yargs names the argument that it does not know, but not the one that was probably meant. */
async function suggestFor(
  message: string,
  argv: readonly string[],
  listScenarios: ParserContext['listScenarios'],
): Promise<string> {
  const unknown = UNKNOWN.exec(message)?.[1];
  const command = argv.find((word) => COMMAND_NAMES.includes(word));
  const at = unknown === undefined ? -1 : argv.indexOf(unknown);
  if (command === 'doctor' && at !== -1)
    return `the command comes behind --: tidemark doctor -- ${argv.slice(at).join(' ')}`;
  const known = [...OPTION_NAMES, ...COMMAND_NAMES];
  const owners = COMMANDS.filter(({ options }) =>
    Object.values(options).some(({ flag, isArgument }) => flag === unknown && isArgument !== true),
  );
  if (owners.length > 0)
    return `--${unknown} is an option of ${owners.map((owner) => `tidemark ${nameOf(owner)}`).join(', ')}`;
  const suggested = unknown === undefined ? undefined : suggestWord(unknown.replace(/^--?(no-)?/, ''), known);
  if (suggested !== undefined)
    return OPTION_NAMES.some((name) => suggested.includes(name))
      ? suggested.replace('mean ', 'mean --')
      : suggested;
  const isName = unknown !== undefined && (await listScenarios()).includes(unknown);
  if (isName) return `did you mean --scenario ${unknown}?`;
  return `\`tidemark ${command === undefined ? '' : `${command} `}--help\` shows every option`;
}

async function completeWord(
  { _: words }: { readonly _: readonly string[] },
  listScenarios: ParserContext['listScenarios'],
): Promise<string[]> {
  return words.at(-1)?.startsWith('-')
    ? OPTION_NAMES.map((name) => `--${name}`)
    : [...COMMAND_NAMES, ...(await listScenarios())];
}
