/** Options that several commands take. */

import { UsageError } from '../errors.ts';
import { aPath, asTyped, type Replaced, toggle, word, words } from './define-command.ts';
import { isOnStdout, parseReporters, REPORTERS } from './reporters.ts';
import { type FoundShard, findShard, type RequestedShard } from './values/find-shard.ts';
import { parseLimits } from './values/limits.ts';
import {
  parseAssignments,
  parseSeed,
  parseSize,
  parseTime,
  requireFlag,
  requireVariable,
} from './values/parse-values.ts';
import { splitSelectors } from './values/split-selectors.ts';

export const MEASURE = 'What is measured:';
export const HOW = 'How it is measured:';
export const OUTPUT = 'Output:';

const MAX_INTERVAL_MS = 60 * 1000;

export const scenarios = words({
  flag: 'scenario',
  alias: 's',
  group: MEASURE,
  describe: 'name or glob of a scenario, or a file, a folder or a glob of files; comma-separated or repeated',
  defaultText: 'none',
  takes: 'scenarios',
  key: 'scenarios',
  parse: (typed) => splitSelectors(typed),
});

export const parameterValues = words({
  flag: 'param',
  alias: 'p',
  group: MEASURE,
  describe: 'values of a parameter: name=16KiB,1MiB or name=all',
  defaultText: 'the first declared',
  takes: 'parameters',
  key: 'parameters',
  parse: parseAssignments,
});

export const nodeFlags = words({
  flag: 'node-flag',
  group: MEASURE,
  describe: 'flag for the measured Node: --node-flag=--max-old-space-size=512',
  defaultText: 'none',
  parse: (flags, option) => flags.map((flag) => requireFlag(flag, option)),
});

/** Other runtimes than Node. */
export const runtimes = words({
  flag: 'runtime',
  group: MEASURE,
  describe: 'bun or deno, or the path of one, instead of Node: counters, their growth, time and peak RSS',
  defaultText: 'none',
  takes: 'runtime',
  isOnlyTyped: true,
  replaces: ['node', 'node-flag', 'profile', 'stable-runs', 'against-rev'].map((flag) => ({ flag })),
  parse: (typed) => [...new Set(typed)],
});

/** Throws a UsageError if runtimes are given with options of Node. */
export function refuseForNodeOnly(others: readonly string[], ofNode: readonly (string | false)[]): void {
  const names = ofNode.filter((option) => option !== false);
  if (others.length === 0 || names.length === 0) return;
  const verb = names.length === 1 ? 'is' : 'are';
  throw new UsageError(`${names.join(', ')} ${verb} for Node, and --runtime ${others[0]} is not`, {
    hint: `leave ${names.join(', ')} out, or measure Node in an invocation of its own`,
  });
}

/** Names; the values are those of the environment in which tidemark runs. */
export const environmentVariables = words({
  flag: 'env',
  group: MEASURE,
  describe: 'environment variable to pass to scenarios',
  defaultText: 'none',
  parse: (names) => names.map(requireVariable),
});

export const limits = words({
  flag: 'limit',
  group: MEASURE,
  describe:
    'what no run may exceed: peakBufferedBytes=128KiB, or growth=bounded; those of a scenario come first',
  defaultText: 'none',
  takes: 'limits',
  key: 'limits',
  parse: parseLimits,
});

export const growthVolumeBytes = word({
  flag: 'growth-volume',
  group: HOW,
  describe: 'largest volume to judge growth by',
  defaultText: 'the volume, at least 256MiB',
  parse: parseSize,
});

export const interval = (byDefault: string, describe: string) =>
  word({
    flag: 'interval',
    group: HOW,
    describe,
    default: byDefault,
    parse: (typed, option) => parseTime(typed, option, MAX_INTERVAL_MS),
  });

export const timeoutMs = word({
  flag: 'timeout',
  group: HOW,
  describe: 'kill a run after this long',
  default: '60s',
  parse: (typed, option) => parseTime(typed, option),
});

export const maxMemoryBytes = word({
  flag: 'max-memory',
  group: HOW,
  describe: 'kill a run whose RSS exceeds this, that of its child processes included',
  defaultText: 'half of available memory',
  parse: parseSize,
});

/** Undefined if it is not given; then `drawSeed` draws one. */
export const seed = word({
  flag: 'seed',
  group: HOW,
  describe: 'seed for the run order',
  defaultText: 'random',
  parse: parseSeed,
});

export const resultsRoot = word({
  flag: 'results',
  group: OUTPUT,
  describe: 'results directory',
  default: 'results',
  takes: 'path',
  parse: aPath,
});

/** For what checks out a revision. */
export const ignoresScripts = toggle({
  flag: 'ignore-scripts',
  group: HOW,
  describe: 'do not run the install scripts of the dependencies of a revision',
});

export const reporters = words({
  flag: 'reporter',
  group: OUTPUT,
  describe:
    'for CI: github, junit, markdown, json, bencher or github-action-benchmark; junit=FILE writes a file; comma-separated or repeated',
  defaultText: 'none',
  takes: { reporters: REPORTERS },
  key: 'reporters',
  parse: parseReporters,
});

export const json = (what: string) =>
  toggle({
    flag: 'json',
    group: OUTPUT,
    describe: `print only ${what} to stdout, as JSON`,
    replaces: STDOUT_REPORTERS,
  });

/** Only one of them can print to stdout. */
const STDOUT_REPORTERS: readonly Replaced[] = [{ flag: 'reporter', isReplaced: isOnStdout }];

export const strict = (when: string) =>
  toggle({ flag: 'strict', group: OUTPUT, describe: `exit with 5 ${when}` });

export const verbose = (what: string) => toggle({ flag: 'verbose', group: OUTPUT, describe: `show ${what}` });

export const axis = (replaces: readonly Replaced[] = []) =>
  word({
    flag: 'by',
    describe: 'compare the values of a parameter, or of node, within one report',
    isOnlyTyped: true,
    replaces,
    parse: asTyped,
  });

export const reference = word({
  flag: 'reference',
  describe: 'the value that the others are compared with',
  defaultText: 'the first',
  isOnlyTyped: true,
  parse: asTyped,
});

/** Both together. */
export function resolveAxis(
  typedAxis: string | undefined,
  typedReference: string | undefined,
): { readonly axis: string; readonly reference: string | undefined } | undefined {
  if (typedAxis !== undefined) return { axis: typedAxis, reference: typedReference };
  if (typedReference === undefined) return undefined;
  throw new UsageError('--reference names a value of the axis that --by names', {
    hint: 'write --by highWaterMark --reference 64KiB',
  });
}

export const shard = word({
  flag: 'shard',
  group: MEASURE,
  describe: 'measure one share of the cases, such as 1/3; auto: as the CI or batch system says',
  isOnlyTyped: true,
  parse: (typed) => findShard(typed, process.env),
});

export const shardDurations = word({
  flag: 'shard-durations',
  group: MEASURE,
  describe: 'with --shard: a report that says how long each case takes; the longest are assigned first',
  takes: 'report',
  isOnlyTyped: true,
  parse: aPath,
});

/** Every machine has to be given the same report: it decides which shard a case is in. */
export function resolveShard(
  shard: FoundShard | undefined,
  durationsFrom: string | undefined,
): RequestedShard | undefined {
  if (durationsFrom === undefined || shard === undefined) {
    if (durationsFrom === undefined) return shard;
    throw new UsageError('--shard-durations says how --shard divides the cases', {
      hint: 'give --shard 1/3 as well, or leave it out',
    });
  }
  return { ...shard, durationsFrom };
}
