/** The words of the command line: options, help and examples. What they mean is parsed in options.ts. */
import yargs, { type Argv } from 'yargs';
import { UsageError } from './errors.ts';
import { type ListOptions, parseListOptions, parseRunOptions, type RunOptions } from './options.ts';
import { listNames, suggestWord } from './run/catalogue.ts';

export type Command = RunOptions | ListOptions | { readonly command: 'none' };

const list = { type: 'string', array: true, requiresArg: true, nargs: 1, default: [] as string[] } as const;
const word = { type: 'string', requiresArg: true } as const;
const flag = { type: 'boolean', default: false } as const;

const MEASURE = 'What is measured:';
const HOW = 'How it is measured:';
const OUTPUT = 'Output:';

/** Understands the arguments, prints help where it was asked for, and throws a UsageError where they are wrong. */
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
    )
    .command(['run', '$0'], 'measure scenarios (the default)', describeRunOptions, (args) => {
      parsed = parseRunOptions(toRaw(args as unknown as RunWords));
    })
    .command('list', 'show the scenarios', describeListOptions, (args) => {
      parsed = parseListOptions(args);
    })
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
    });
  await parser.parseAsync();
  return parsed;
}

/** yargs takes every value of a flag but `true` for false. */
function refuseFlagValues(argv: readonly string[]): void {
  const [word = '', name] =
    argv.map((one) => FLAG_WITH_VALUE.exec(one)).find((match) => match !== null) ?? [];
  if (name === undefined) return;
  throw new UsageError(`${word} gives a value to a flag`, { hint: `write --${name} or --no-${name}` });
}

const FLAG_WITH_VALUE =
  /^--(?:no-)?(all|matrix|quick|profile|growth|json|markdown|strict)=(?!true$|false$).*$/s;

type RunWords = Record<string, unknown>;

function describeRunOptions(parser: Argv) {
  return parser
    .option('scenario', {
      ...list,
      alias: 's',
      group: MEASURE,
      describe: 'name, glob or file of a scenario; more than one with commas or again',
      defaultDescription: 'none',
    })
    .option('all', { ...flag, group: MEASURE, describe: 'every scenario that comes with tidemark' })
    .option('param', {
      ...list,
      alias: 'p',
      group: MEASURE,
      describe: 'values of a parameter: name=16KiB,1MiB or name=all',
      defaultDescription: 'the first declared',
    })
    .option('matrix', { ...flag, group: MEASURE, describe: 'every combination of the declared values' })
    .option('node', {
      ...list,
      group: MEASURE,
      describe:
        'version of Node to measure, such as 22, or path of its binary; more than one to compare them',
      defaultDescription: 'this Node',
    })
    .option('node-flag', {
      ...list,
      group: MEASURE,
      describe: 'a flag for the measured Node: --node-flag=--max-old-space-size=512',
      defaultDescription: 'none',
    })
    .option('env', {
      ...list,
      group: MEASURE,
      describe: 'a variable of your environment that scenarios may see',
      defaultDescription: 'none',
    })
    .option('quick', {
      ...flag,
      group: HOW,
      describe: 'a first answer: one run of each case, and no profile',
    })
    .option('runs', {
      ...word,
      group: HOW,
      describe: 'measure runs of each case',
      defaultDescription: '3, or 5 where cases are compared',
    })
    .option('profile', {
      type: 'boolean',
      group: HOW,
      describe: 'a run with the sampler too; --no-profile leaves it out',
      defaultDescription: 'true, or false where cases are compared',
    })
    .option('growth', {
      type: 'boolean',
      default: true,
      group: HOW,
      describe: 'runs at other volumes too, to judge growth; --no-growth leaves them out',
    })
    .option('growth-volume', {
      ...word,
      group: HOW,
      describe: 'the largest volume to judge growth by',
      defaultDescription: 'the volume, at least 256MiB',
    })
    .option('interval', { ...word, default: '10ms', group: HOW, describe: 'time between two samples' })
    .option('timeout', { ...word, default: '60s', group: HOW, describe: 'a run that takes longer is ended' })
    .option('max-memory', {
      ...word,
      group: HOW,
      describe: 'a run whose RSS passes this is ended',
      defaultDescription: 'half of what is free',
    })
    .option('seed', {
      ...word,
      group: HOW,
      describe: 'draws the order of the runs',
      defaultDescription: 'random',
    })
    .option('json', {
      ...flag,
      group: OUTPUT,
      describe: 'print the report as JSON, and nothing else, to stdout',
    })
    .option('results', {
      ...word,
      default: 'results',
      group: OUTPUT,
      describe: 'folder that gets runs/<id>/',
    })
    .option('resume', { ...word, group: OUTPUT, describe: 'go on with an interrupted invocation, by its id' })
    .option('strict', { ...flag, group: OUTPUT, describe: 'exit with 5 where growth is inconclusive' })
    .example('$0 --scenario ignore-drain', 'what ignoring drain costs')
    .example("$0 -s '*-drain' -p sink=all", 'wrong and right, into memory, a file and a socket')
    .example('$0 -s await-drain -p highWaterMark=16KiB,1MiB', 'choose a highWaterMark')
    .example('$0 -s ./my-case.ts --max-memory 1GiB --json', 'a scenario of your own, for a machine to read')
    .epilogue(
      'Exit codes: 0 all expectations held · 1 one did not · 2 usage · 3 a run could not be measured · 5 inconclusive (--strict) · 6 results could not be written · 70 an error of tidemark · 130 interrupted',
    );
}

function describeListOptions(parser: Argv) {
  return parser
    .option('tag', { ...list, describe: 'only scenarios with this tag; again: with all of them' })
    .option('json', { ...flag, describe: 'print JSON' })
    .option('markdown', { ...flag, describe: 'print the page that is scenarios/README.md' })
    .example('$0 list --tag backpressure', 'scenarios about backpressure');
}

function toRaw(words: RunWords): Parameters<typeof parseRunOptions>[0] {
  const one = (name: string): string | undefined => {
    const word = words[name];
    // An option that takes one value and is given twice arrives as a list.
    if (Array.isArray(word))
      throw new UsageError(`--${name} is given more than once`, { hint: 'give it once' });
    return word as string | undefined;
  };
  const many = (name: string): string[] => (words[name] as string[] | undefined) ?? [];
  const is = (name: string): boolean => [words[name]].flat().at(-1) === true;
  return {
    scenario: many('scenario'),
    all: is('all'),
    param: many('param'),
    matrix: is('matrix'),
    node: many('node'),
    nodeFlag: many('node-flag'),
    quick: is('quick'),
    runs: one('runs'),
    profile: words.profile === undefined ? undefined : is('profile'),
    growth: is('growth'),
    growthVolume: one('growth-volume'),
    interval: one('interval') ?? '',
    timeout: one('timeout') ?? '',
    maxMemory: one('max-memory'),
    seed: one('seed'),
    env: many('env'),
    results: one('results') ?? '',
    resume: one('resume'),
    json: is('json'),
    strict: is('strict'),
  };
}

const OPTIONS = [
  'scenario',
  'all',
  'param',
  'matrix',
  'node',
  'node-flag',
  'env',
  'quick',
  'runs',
  'profile',
  'growth',
  'growth-volume',
  'interval',
  'timeout',
  'max-memory',
  'seed',
  'json',
  'results',
  'resume',
  'strict',
  'help',
  'version',
  'tag',
  'markdown',
];
const COMMANDS = ['run', 'list', 'completion'];

/** yargs says which argument it does not know, but not which was meant. */
function suggestOption(message: string): string {
  const unknown = /Unknown (?:argument|command)s?: ([^\s,]+)/.exec(message)?.[1];
  const known = [...OPTIONS, ...COMMANDS];
  const suggested = unknown === undefined ? undefined : suggestWord(unknown.replace(/^--?(no-)?/, ''), known);
  if (suggested !== undefined)
    return OPTIONS.some((name) => suggested.includes(name))
      ? suggested.replace('mean ', 'mean --')
      : suggested;
  const isName = unknown !== undefined && listNames().includes(unknown);
  return isName ? `did you mean --scenario ${unknown}?` : '`tidemark --help` shows every option';
}

function completeWord({ _: words }: { readonly _: readonly string[] }): string[] {
  return words.at(-1)?.startsWith('-') ? OPTIONS.map((name) => `--${name}`) : [...COMMANDS, ...listNames()];
}
