import { UsageError } from '../errors.ts';
import { MACHINE_DEPENDENT } from '../metrics.ts';
import { maxPairs } from './ab.ts';
import {
  aPath,
  asTyped,
  defineCommand,
  type OptionValues,
  onlyTyped,
  toggle,
  word,
} from './define-command.ts';
import { refuseSharedStdout } from './reporters.ts';
import * as shared from './shared-options.ts';
import { HOW, MEASURE } from './shared-options.ts';
import type { RequestedShard } from './values/find-shard.ts';
import { CLASS_WORDS, parseClasses } from './values/metric-classes.ts';
import { drawSeed } from './values/parse-values.ts';

const options = {
  baseline: word({
    flag: 'baseline',
    group: MEASURE,
    describe: 'name of a stored baseline, or path of a report',
    takes: 'baseline',
    parse: asTyped,
  }),
  benchOutput: word({
    flag: 'bench-output',
    group: MEASURE,
    describe: 'output of node:bench, compared with a baseline that is such a file; measures nothing',
    takes: 'path',
    isOnlyTyped: true,
    parse: aPath,
  }),
  againstRevision: word({
    flag: 'against-rev',
    group: MEASURE,
    describe: 'also measure this git revision and your working tree in interleaved pairs, for time and RSS',
    parse: asTyped,
  }),
  metrics: word({
    flag: 'metrics',
    group: MEASURE,
    describe: 'metric classes that must be gated: exact, growth, memory, time, comma-separated; or all',
    defaultText: 'all that can be',
    takes: { words: CLASS_WORDS },
    parse: parseClasses,
  }),
  node: word({
    flag: 'node',
    group: MEASURE,
    describe: 'version or path of the Node to check',
    defaultText: 'this Node',
    takes: 'node',
    parse: asTyped,
  }),
  runtimes: shared.runtimes,
  /** A part of the baseline: what a file selects is for what measures without one. */
  scenarios: onlyTyped(shared.scenarios),
  shard: shared.shard,
  shardDurations: shared.shardDurations,
  nodeFlags: shared.nodeFlags,
  environmentVariables: shared.environmentVariables,
  limits: shared.limits,
  trustBaselineFlags: toggle({
    flag: 'trust-baseline-flags',
    group: MEASURE,
    describe: 'start Node with the flags and variables that the baseline was measured with',
    isOnlyTyped: true,
  }),
  dryRun: toggle({
    flag: 'dry-run',
    group: HOW,
    describe: 'show what would be gated, and by which rule; run nothing',
    isOnlyTyped: true,
  }),
  ignoresScripts: shared.ignoresScripts,
  maxPairs: maxPairs('with --against-rev: maximum number of pairs'),
  timeoutMs: shared.timeoutMs,
  maxMemoryBytes: shared.maxMemoryBytes,
  seed: shared.seed,
  reporters: shared.reporters,
  json: shared.json('the comparison'),
  resultsRoot: shared.resultsRoot,
  verbose: shared.verbose('every scenario and figure, and the last lines of output of each'),
  strict: shared.strict('if anything is inconclusive'),
};

/** What `check` is to do, complete and valid. */
export interface CheckOptions
  extends Omit<OptionValues<typeof options>, 'baseline' | 'seed' | 'shardDurations'> {
  readonly command: 'check';
  /** By default the baseline says how long each case takes. */
  readonly shard: RequestedShard | undefined;
  /** The name of a stored baseline, or a file. */
  readonly baseline: string;
  readonly seed: number;
}

export const checkCommand = defineCommand({
  usage: 'check',
  summary: 'measure the cases of a baseline again, compare, and exit: the gate for CI',
  options,
  examples: [
    ['$0 check --baseline main', 'what CI runs: buffering, counters and growth, on any machine'],
    ['$0 check --baseline main --dry-run', 'what it would gate; runs nothing'],
    ['$0 check --baseline main --metrics all --against-rev main', 'time and RSS as well'],
    ['$0 check --baseline before.ndjson --bench-output after.ndjson', 'what node:bench has measured'],
  ],
  epilogue:
    'Exit codes: 0 pass · 1 regression, or an expectation or limit failed · 2 usage or unreadable input · 3 a run could not be measured · 4 not comparable · 5 inconclusive (--strict) · 6 results or temporary files could not be written · 70 a bug in tidemark · 129, 130 or 143 interrupted',
  resolve: ({ baseline, seed = drawSeed(), shardDurations, ...values }): CheckOptions => {
    if (baseline === undefined) {
      throw new UsageError('no baseline is given', {
        hint: 'write --baseline main, or a path; `tidemark baseline save main` stores the last report as one',
      });
    }
    refuseNothingToPair(values);
    shared.refuseForNodeOnly(values.runtimes, [
      values.node !== undefined && '--node',
      values.nodeFlags.length > 0 && '--node-flag',
      values.againstRevision !== undefined && '--against-rev',
    ]);
    if (values.benchOutput !== undefined) refuseMeasuring(values);
    refuseSharedStdout(values.reporters, values.json);
    const shard = shared.resolveShard(values.shard, shardDurations);
    return { command: 'check', ...values, shard, baseline, seed };
  },
});

function refuseNothingToPair({
  againstRevision,
  metrics,
}: Pick<CheckOptions, 'againstRevision' | 'metrics'>): void {
  if (againstRevision === undefined || metrics === undefined) return;
  if (MACHINE_DEPENDENT.some((each) => metrics.has(each))) return;
  throw new UsageError(
    `--against-rev is for memory and time, and --metrics ${[...metrics].join(',')} has neither`,
    { hint: 'add memory or time, or leave one of the two options out' },
  );
}

/** Output of node:bench is time, and measured already. */
function refuseMeasuring(
  values: Pick<
    CheckOptions,
    'againstRevision' | 'metrics' | 'scenarios' | 'node' | 'runtimes' | 'dryRun' | 'reporters'
  >,
): void {
  const given = [
    values.againstRevision !== undefined && '--against-rev',
    values.metrics !== undefined && !values.metrics.has('time') && '--metrics without time',
    values.scenarios.length > 0 && '--scenario',
    values.node !== undefined && '--node',
    values.runtimes.length > 0 && '--runtime',
    values.dryRun && '--dry-run',
    values.reporters.length > 0 && '--reporter',
  ].find((option) => option !== false);
  if (given === undefined) return;
  throw new UsageError(`${given} does not go with --bench-output, which is measured already`, {
    hint: 'leave one of the two out, with --no-config if a file sets it; --json prints the comparison',
  });
}
