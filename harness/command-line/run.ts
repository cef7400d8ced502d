import { UsageError } from '../errors.ts';
import { BENCH_PREFIX } from '../request.ts';
import { defineCommand, maybeToggle, type OptionValues, toggle, word, words } from './define-command.ts';
import { refuseSharedStdout } from './reporters.ts';
import * as shared from './shared-options.ts';
import { HOW, MEASURE, OUTPUT } from './shared-options.ts';
import type { RequestedShard } from './values/find-shard.ts';
import { drawSeed, parseWhole } from './values/parse-values.ts';

const MAX_RUNS = 10_000;
/** Half of the usual floor: less, and what the kernel takes of a connection would look like growth. */
const QUICK_GROWTH_BYTES = 128 * 1024 * 1024;

/** Of `--limit`. */
const isOfGrowth = (word: string): boolean => word.startsWith('growth=');

const options = {
  scenarios: shared.scenarios,
  all: toggle({
    flag: 'all',
    group: MEASURE,
    describe: 'every scenario that comes with tidemark',
    replaces: [{ flag: 'scenario' }],
  }),
  fromBench: word({
    flag: 'from-bench',
    group: MEASURE,
    describe: 'a file of node:bench: each of its benches is a case, with its memory (Node 26.9 or later)',
    defaultText: 'none',
    takes: 'path',
    isOnlyTyped: true,
    replaces: [
      ...[{ flag: 'all' }, { flag: 'scenario' }, { flag: 'param' }, { flag: 'matrix' }],
      ...[{ flag: 'growth-volume' }, { flag: 'limit', isReplaced: isOfGrowth }],
    ],
    parse: (typed) => typed,
  }),
  parameterValues: shared.parameterValues,
  matrix: toggle({ flag: 'matrix', group: MEASURE, describe: 'every combination of the declared values' }),
  allowsManyCases: toggle({
    flag: 'yes',
    group: MEASURE,
    describe: 'measure even more than 10,000 cases',
    isOnlyTyped: true,
  }),
  shard: shared.shard,
  shardDurations: shared.shardDurations,
  nodes: words({
    flag: 'node',
    group: MEASURE,
    describe: 'Node version to measure, such as 22, or path of its binary; repeat it to compare several',
    defaultText: 'this Node',
    takes: 'node',
    parse: (typed) => [...new Set(typed)],
  }),
  runtimes: shared.runtimes,
  nodeFlags: shared.nodeFlags,
  environmentVariables: shared.environmentVariables,
  limits: shared.limits,
  quick: toggle({
    flag: 'quick',
    group: HOW,
    describe: 'smoke run: one measure run per case, no profile run, growth over at most 128MiB',
  }),
  runs: word({
    flag: 'runs',
    group: HOW,
    describe: 'measure runs of each case',
    defaultText: '3, or 5 for a comparison table',
    parse: (typed, option) => parseWhole(typed, option, { min: 1, max: MAX_RUNS, example: 3 }),
  }),
  profile: maybeToggle({
    flag: 'profile',
    group: HOW,
    describe: 'add a run with memory sampling; --no-profile leaves it out',
    defaultText: 'true, or false for a comparison table',
  }),
  stableRuns: word({
    flag: 'stable-runs',
    group: HOW,
    describe:
      'runs of each case with --single-threaded-gc, whose RSS hardly varies: with 10, `check` can judge it',
    default: '0',
    parse: (typed, option) => parseWhole(typed, option, { min: 0, max: MAX_RUNS, example: 10 }),
  }),
  growth: toggle({
    flag: 'growth',
    group: HOW,
    describe: 'add runs at other volumes to judge growth; --no-growth leaves them out',
    default: true,
  }),
  growthVolumeBytes: shared.growthVolumeBytes,
  sampleIntervalMs: shared.interval('20ms', 'time between two samples'),
  timeoutMs: shared.timeoutMs,
  maxMemoryBytes: shared.maxMemoryBytes,
  seed: shared.seed,
  json: shared.json('the report'),
  reporters: shared.reporters,
  resultsRoot: shared.resultsRoot,
  resume: word({
    flag: 'resume',
    group: OUTPUT,
    describe: 'resume an interrupted invocation, by its id',
    takes: 'interrupted',
    isOnlyTyped: true,
    replaces: [{ flag: 'all' }, { flag: 'scenario' }, { flag: 'param' }, { flag: 'matrix' }],
    parse: (typed) => typed,
  }),
  watches: toggle({
    flag: 'watch',
    group: OUTPUT,
    describe: 'show the page while the run goes on, at an address that only this machine can open',
    isOnlyTyped: true,
  }),
  verbose: shared.verbose('the last lines of output of each scenario'),
  strict: shared.strict('if growth is inconclusive'),
};

/** What `run` is to do, complete and valid: options are not checked again later. */
export interface RunOptions
  extends Omit<
    OptionValues<typeof options>,
    'fromBench' | 'quick' | 'runs' | 'profile' | 'seed' | 'shard' | 'shardDurations'
  > {
  readonly command: 'run';
  readonly shard: RequestedShard | undefined;
  /** Runs of each case; undefined if the rule for its scenario decides. */
  readonly measureRuns: number | undefined;
  readonly profileRuns: number | undefined;
  /** The most that the rule takes for the largest volume of growth runs. */
  readonly growthAtMostBytes: number | undefined;
  /** Whether operations are timed for a shorter time. */
  readonly timesBriefly: boolean;
  readonly seed: number;
}

export const runCommand = defineCommand({
  usage: ['run', '$0'],
  summary: 'measure scenarios (the default)',
  options,
  examples: [
    ['$0 --scenario ignore-drain', 'what ignoring drain costs'],
    ['$0 -s "*-drain" -p sink=all', 'wrong and right, into memory, a file and a socket'],
    ['$0 -s await-drain -p highWaterMark=16KiB,1MiB', 'choose a highWaterMark'],
    ['$0 --from-bench copy.bench.mjs --node 26', 'the memory of each bench of a file of node:bench'],
    ['$0 -s ./my-case.ts --max-memory 1GiB --json', 'your own scenario, with machine-readable output'],
  ],
  epilogue:
    'Exit codes: 0 all expectations passed · 1 an expectation or a limit failed · 2 usage · 3 a run could not be measured · 5 inconclusive (--strict) · 6 results or temporary files could not be written · 70 a bug in tidemark · 129, 130 or 143 interrupted',
  resolve: ({
    fromBench,
    quick,
    runs,
    profile,
    seed = drawSeed(),
    shard: found,
    shardDurations,
    ...others
  }): RunOptions => {
    const values = { ...others, shard: shared.resolveShard(found, shardDurations) };
    if (fromBench === undefined) refuseSelection(values);
    else refuseBesideBenches(values);
    shared.refuseForNodeOnly(values.runtimes, [
      fromBench !== undefined && '--from-bench',
      values.nodes.length > 0 && '--node',
      values.nodeFlags.length > 0 && '--node-flag',
      profile === true && '--profile',
      values.stableRuns > 0 && '--stable-runs',
    ]);
    refuseSharedStdout(values.reporters, values.json);
    const hasNoProfile = quick || values.runtimes.length > 0;
    return {
      command: 'run',
      ...values,
      ...(fromBench !== undefined && selectBenches(fromBench)),
      measureRuns: runs ?? (quick ? 1 : undefined),
      profileRuns: profile === undefined ? (hasNoProfile ? 0 : undefined) : Number(profile),
      growthAtMostBytes: quick ? QUICK_GROWTH_BYTES : undefined,
      timesBriefly: quick,
      seed,
    };
  },
});

const selectBenches = (file: string): Pick<RunOptions, 'scenarios' | 'parameterValues'> => ({
  scenarios: [BENCH_PREFIX + file],
  parameterValues: new Map([['bench', ['all']]]),
});

/** A file of node:bench has no volume to multiply, and its runner makes one run of a bench in a process. */
function refuseBesideBenches(values: Selection & Pick<RunOptions, 'growthVolumeBytes' | 'limits'>): void {
  const given = {
    '--scenario': values.scenarios.length > 0,
    '--all': values.all,
    '--param': values.parameterValues.size > 0,
    '--matrix': values.matrix,
    '--growth-volume': values.growthVolumeBytes !== undefined,
    '--limit growth': values.limits.growth !== undefined,
    '--resume': values.resume !== undefined,
  };
  const wrong = Object.entries(given).flatMap(([option, isGiven]) => (isGiven ? [option] : []));
  if (wrong.length === 0) return;
  throw new UsageError(
    `--from-bench measures the benches of a file, for which there is no ${wrong.join(', ')}`,
    {
      hint:
        values.resume === undefined
          ? `leave ${wrong.join(', ')} out: every bench of the file is a case, and its params are its own`
          : 'an interrupted invocation has its file already: give --resume alone',
    },
  );
}

type Selection = Pick<RunOptions, 'scenarios' | 'all' | 'parameterValues' | 'matrix' | 'resume' | 'shard'>;

function refuseSelection({ scenarios, all, parameterValues, matrix, resume, shard }: Selection): void {
  if (all && scenarios.length > 0) {
    throw new UsageError('--all and --scenario exclude each other', { hint: 'leave one of them out' });
  }
  // Scenarios can be confirmed.
  const selects = all || matrix || parameterValues.size > 0 || shard !== undefined;
  if (resume !== undefined && selects) {
    throw new UsageError('--resume continues an interrupted invocation with the cases of that one', {
      hint: 'leave --all, --param, --matrix and --shard out',
    });
  }
  if (!all && scenarios.length === 0 && resume === undefined) {
    throw new UsageError('no scenario is selected', {
      hint: 'try --scenario ignore-drain, or --all; `tidemark list` shows the scenarios',
    });
  }
}
