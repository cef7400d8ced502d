import { UsageError } from '../errors.ts';
import { asTyped, defineCommand, type OptionValues, toggle, word, words } from './define-command.ts';
import { parseReportersOf, refuseSharedStdout } from './reporters.ts';
import * as shared from './shared-options.ts';
import { HOW, MEASURE, OUTPUT } from './shared-options.ts';
import { drawSeed, parseSize, parseTime } from './values/parse-values.ts';

const WANTED = 'What is wanted:';

const TUNE_REPORTERS = ['github', 'markdown', 'json'] as const;
export type TuneReporterName = (typeof TUNE_REPORTERS)[number];

/** The rounds stop then; so that the whole of it takes less than 90 s, and with --quick 20 s. */
const LIMIT_MS = 75 * 1000;
const QUICK_LIMIT_MS = 16 * 1000;

const options = {
  scenarios: shared.scenarios,
  parameter: word({
    flag: 'parameter',
    group: MEASURE,
    describe: 'the parameter to choose, a size or a number',
    defaultText: 'highWaterMark, or the only one',
    parse: asTyped,
  }),
  parameterValues: shared.parameterValues,
  node: word({
    flag: 'node',
    group: MEASURE,
    describe: 'version or path of the Node to measure',
    defaultText: 'this Node',
    takes: 'node',
    parse: asTyped,
  }),
  nodeFlags: shared.nodeFlags,
  environmentVariables: shared.environmentVariables,
  within: word({
    flag: 'within',
    group: WANTED,
    describe: 'how much slower than the fastest the value may be',
    default: '5%',
    parse: parseShare,
  }),
  budgetBytes: word({
    flag: 'budget',
    group: WANTED,
    describe: 'the fastest value that buffers no more than this',
    parse: parseSize,
  }),
  latencyMs: word({
    flag: 'latency',
    group: WANTED,
    describe: 'the fastest value that buffers no more than so many milliseconds of data',
    parse: (typed, option) => parseTime(typed, option),
  }),
  quick: toggle({ flag: 'quick', group: HOW, describe: 'a first answer, in about 20 s' }),
  maxTimeMs: word({
    flag: 'max-time',
    group: HOW,
    describe: 'stop after about this long, with what is known then',
    defaultText: '75s, with --quick 16s',
    parse: (typed, option) => parseTime(typed, option),
  }),
  timeoutMs: shared.timeoutMs,
  maxMemoryBytes: shared.maxMemoryBytes,
  seed: shared.seed,
  json: shared.json('the answer'),
  reporters: words({
    flag: 'reporter',
    group: OUTPUT,
    describe: 'for CI: github, markdown or json; markdown=FILE writes a file; comma-separated or repeated',
    defaultText: 'none',
    takes: { reporters: TUNE_REPORTERS },
    parse: (typed) =>
      parseReportersOf(typed, { names: TUNE_REPORTERS, missing: (name) => `tune has no reporter ${name}` }),
  }),
  resultsRoot: shared.resultsRoot,
  strict: shared.strict('if the runs vary too much to tell'),
};

type Values = OptionValues<typeof options>;

/** What `tune` is to do, complete and valid. */
export interface TuneOptions extends Omit<Values, 'scenarios' | 'seed' | 'quick' | 'maxTimeMs'> {
  readonly command: 'tune';
  readonly scenario: string;
  readonly limitMs: number;
  readonly seed: number;
}

export const tuneCommand = defineCommand({
  usage: 'tune',
  summary: 'choose a highWaterMark: the smallest that is as fast as any',
  options,
  examples: [
    ['$0 tune -s await-drain -p sink=file', 'the smallest highWaterMark that is fast enough'],
    ['$0 tune -s ./bench/upload.ts --budget 2MiB', 'the fastest that buffers at most 2 MiB'],
    ['$0 tune -s ./bench/upload.ts --latency 50ms', 'the fastest that buffers at most 50 ms of data'],
    ['$0 tune -s await-drain --parameter chunkSize', 'another parameter'],
  ],
  epilogue:
    'Several values of the parameter itself (--param highWaterMark=16KiB,64KiB) are compared as they are.\n\nExit codes: 0 a value is named, or it makes no difference · 1 nothing fits the budget · 2 usage · 3 a run could not be measured · 5 the runs vary too much to tell (--strict) · 6 results or temporary files could not be written · 70 a bug in tidemark · 129, 130 or 143 interrupted',
  resolve: ({ scenarios, quick, maxTimeMs, seed, ...values }): TuneOptions => {
    const [scenario, second] = scenarios;
    if (scenario === undefined) {
      throw new UsageError('no scenario is selected', {
        hint: 'try --scenario await-drain; `tidemark list` shows the scenarios',
      });
    }
    if (second !== undefined) {
      throw new UsageError('tune takes one scenario at a time', {
        hint: 'call it once for each scenario',
      });
    }
    if (values.budgetBytes !== undefined && values.latencyMs !== undefined) {
      throw new UsageError('--budget and --latency both limit what is buffered', {
        hint: 'leave one of them out',
      });
    }
    refuseSharedStdout(values.reporters, values.json);
    const limitMs = maxTimeMs ?? (quick ? QUICK_LIMIT_MS : LIMIT_MS);
    return { command: 'tune', ...values, scenario, limitMs, seed: seed ?? drawSeed() };
  },
});

/** `5%`, `5` or `0.5 %`, as a fraction. */
function parseShare(typed: string, option: string): number {
  const [, number] = /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(typed) ?? [];
  const share = Number(number ?? Number.NaN) / 100;
  if (share >= 0.001 && share <= 0.5) return share;
  throw new UsageError(`${option} ${typed} is not a share from 0.1 % to 50 %`, {
    hint: `write ${option} 5%`,
  });
}
