/** The words of the command line: which commands there are, help, and errors. What the words mean is in options/. */
import yargs, { type Argv } from 'yargs';
import { listNames } from '../catalogue/load-scenarios.ts';
import { UsageError } from '../errors.ts';
import type { AbOptions } from '../options/ab.ts';
import type { BaselineOptions } from '../options/baseline.ts';
import type { CheckOptions } from '../options/check.ts';
import type { CompareOptions } from '../options/compare.ts';
import type { GateSelftestOptions } from '../options/gate-selftest.ts';
import type { ListOptions } from '../options/list.ts';
import type { RunOptions } from '../options/run.ts';
import { suggestWord } from '../suggest-word.ts';
import { abCommand } from './ab.ts';
import { baselineCommand } from './baseline.ts';
import { checkCommand } from './check.ts';
import { compareCommand } from './compare.ts';
import { gateSelftestCommand } from './gate-selftest.ts';
import { type InitOptions, initCommand } from './init.ts';
import { listCommand } from './list.ts';
import { runCommand } from './run.ts';
import { type CommandLine, Words } from './vocabulary.ts';

export type Command =
  | RunOptions
  | AbOptions
  | CheckOptions
  | BaselineOptions
  | GateSelftestOptions
  | CompareOptions
  | ListOptions
  | InitOptions
  | { readonly command: 'none' };

const COMMANDS: readonly CommandLine<Command>[] = [
  runCommand,
  compareCommand,
  abCommand,
  checkCommand,
  baselineCommand,
  gateSelftestCommand,
  listCommand,
  initCommand,
];
const OPTIONS = COMMANDS.flatMap(({ options }) => Object.entries(options));
const OPTION_NAMES = [...new Set(OPTIONS.map(([name]) => name)), 'help', 'version'];
const COMMAND_NAMES = [...COMMANDS.map(nameOf), 'completion'];

/** Understands the arguments, prints help where it was requested, and throws a UsageError where they are wrong. */
export async function parseCommandLine(
  argv: readonly string[],
  version: string,
  width: number,
): Promise<Command> {
  refuseFlagValues(argv);
  let parsed: Command = { command: 'none' };
  const parser = yargs([...argv])
    .scriptName('tidemark')
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
      'camel-case-expansion': false,
      'boolean-negation': true,
      'greedy-arrays': false,
    })
    .usage(
      'Finds how much memory Node.js streams and Buffers really hold, and whether it is bounded.\n\nUsage: $0 [run] [options]',
    );
  for (const command of COMMANDS) {
    parser.command(
      command.usage,
      command.summary,
      (own) => describeCommand(own, command),
      (words) => {
        parsed = command.parse(new Words(words));
      },
    );
  }
  await parser
    .strict()
    .demandCommand(0, 0)
    .help()
    .alias('help', 'h')
    .version(version)
    .wrap(Math.min(width, 100))
    .completion('completion', 'print a completion script for your shell', (_current, args) =>
      completeWord(args as { _: string[] }),
    )
    .exitProcess(false)
    .fail((message, error) => {
      // An error of a handler is passed on; one of yargs itself is about the words.
      if (error !== undefined && error.name !== 'YError') throw error;
      const [firstLine = 'the arguments were not understood'] = (message ?? error?.message ?? '').split('\n');
      throw new UsageError(firstLine, { hint: suggestOption(firstLine) });
    })
    .parseAsync();
  return parsed;
}

function describeCommand(parser: Argv, command: CommandLine<Command>): Argv {
  const described = command.describeArguments?.(parser) ?? parser;
  described.options(command.options);
  for (const [example, whatItShows] of command.examples) described.example(example, whatItShows);
  return command.epilogue === undefined ? described : described.epilogue(command.epilogue);
}

/** `compare` of `compare <a> [b]`. */
function nameOf({ usage }: CommandLine<Command>): string {
  const [first = ''] = [usage].flat();
  return first.replace(/ .*/, '');
}

/** yargs takes every value of a flag but `true` for false. */
function refuseFlagValues(argv: readonly string[]): void {
  const flags = OPTIONS.filter(([, { type }]) => type === 'boolean').map(([name]) => name);
  const flagWithValue = new RegExp(`^--(?:no-)?(${[...new Set(flags)].join('|')})=(?!true$|false$).*$`, 's');
  const [word = '', name] = argv.map((one) => flagWithValue.exec(one)).find((match) => match !== null) ?? [];
  if (name === undefined) return;
  throw new UsageError(`${word} gives a value to a flag`, { hint: `write --${name} or --no-${name}` });
}

/** yargs says which argument it does not know, but not which was intendedDifferences. */
function suggestOption(message: string): string {
  const unknown = /Unknown (?:argument|command)s?: ([^\s,]+)/.exec(message)?.[1];
  const known = [...OPTION_NAMES, ...COMMAND_NAMES];
  const suggested = unknown === undefined ? undefined : suggestWord(unknown.replace(/^--?(no-)?/, ''), known);
  if (suggested !== undefined)
    return OPTION_NAMES.some((name) => suggested.includes(name))
      ? suggested.replace('mean ', 'mean --')
      : suggested;
  const isName = unknown !== undefined && listNames().includes(unknown);
  return isName ? `did you mean --scenario ${unknown}?` : '`tidemark --help` shows every option';
}

function completeWord({ _: words }: { readonly _: readonly string[] }): string[] {
  return words.at(-1)?.startsWith('-')
    ? OPTION_NAMES.map((name) => `--${name}`)
    : [...COMMAND_NAMES, ...listNames()];
}
