/** The verdict of a case about growth: of the requested metric and of live memory together. Pure. */
import { DEFAULT_GROWTH_METRIC, LIVE_METRICS } from '../growth.ts';
import type { Growth, GrowthHolder, GrowthPlace, MetricGrowth, RunResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { explainLive, largestLiveRun, type Volume } from './explain-live.ts';
import { chooseGrowthMetric } from './growth-metric.ts';
import { isRetained, judgeMetric, judgeRounds, noiseOf } from './growth-points.ts';
import { mayBeALine, riseOf } from './may-be-a-line.ts';

/** A sampled peak is live memory and garbage: it is never the judge where live memory was read. */
const LIVE_INSTEAD: Readonly<Partial<Record<GrowthMetric, GrowthMetric>>> = {
  peakArrayBuffersBytes: 'peakLiveArrayBuffersBytes',
  peakHeapUsedBytes: 'peakLiveHeapUsedBytes',
};

const STREAM_METRICS: ReadonlySet<GrowthMetric> = new Set([DEFAULT_GROWTH_METRIC, 'peakBufferedChunks']);

interface Judged {
  readonly metric: GrowthMetric;
  readonly growth: MetricGrowth;
}

/** Undefined if nothing that was measured could grow. `requested` is the metric that the scenario chooses, if it does. */
export function judgeGrowthOfCase(
  runs: readonly RunResult[],
  requested: GrowthMetric | undefined,
  volume: Volume,
): Growth | undefined {
  const hasLive = runs.some(({ live }) => live !== undefined);
  const isWatched = runs.some(({ counters = {} }) => Object.keys(counters).length > 0);
  const chosen = chooseGrowthMetric(requested, runs);
  const metric: GrowthMetric = (hasLive ? LIVE_INSTEAD[chosen] : undefined) ?? chosen;
  const unfinished = findLargerUnfinished(runs, volume);
  const judge = (...metrics: readonly GrowthMetric[]): Judged[] =>
    metrics.flatMap((name) => {
      const growth = judgeMetric(runs, name, volume.name);
      return growth === undefined ? [] : [{ metric: name, growth: withoutLargest(growth, unfinished) }];
    });
  const hasNothing = metric === DEFAULT_GROWTH_METRIC && !isWatched;
  // Where some chunks have no size and are counted, others have one, and may be those that grow.
  const counted = new Set<GrowthMetric>([chooseGrowthMetric(undefined, runs), DEFAULT_GROWTH_METRIC]);
  const watched = isWatched ? judge(...counted) : [];
  const own = hasNothing ? [] : requested === undefined ? watched : judge(metric);
  // Other metrics do not stand in for one that was requested and never measured.
  if (own.length === 0 && !hasNothing) return undefined;
  const live = judge(...LIVE_METRICS.filter((name) => name !== metric));
  const estimated = judge('peakNativeBytes', 'peakChildProcessesBytes')
    .filter(({ metric: name }) => name !== metric)
    .map(suspectLine);
  const overRounds = isRetained(metric) ? judgeRounds(runs, metric, volume.name) : undefined;
  const decisive =
    findLargerLeak(own, live) ??
    decide([
      ...own,
      ...(overRounds === undefined ? [] : [{ metric, growth: overRounds }]),
      ...live.sort((one, other) => other.growth.slope - one.growth.slope),
      ...estimated.filter(isClear),
    ]);
  if (decisive === undefined) return undefined;
  const all = [...own, ...watched, ...live, ...estimated];
  const where = locate(decisive, { watched: decide(watched)?.growth, live: [...own, ...live] });
  const isLargest = where === 'outside-watched-streams';
  const heldBy = isLargest ? findHolder(decisive, runs, volume) : undefined;
  // What is in no live memory that V8 counts, the streams do not explain.
  const isInV8 = heldBy !== 'native-code' && heldBy !== 'child-processes';
  const explained = explainLive(runs, volume, { isWatched: isWatched && isInV8, isLargest });
  return {
    metric: decisive.metric,
    ...decisive.growth,
    where,
    byMetric: Object.fromEntries(all.map(({ metric: name, growth }) => [name, growth])),
    ...(overRounds !== undefined && { overRounds }),
    ...(explained !== undefined && { explained }),
    ...(heldBy !== undefined && { heldBy }),
  };
}

/** A run at a larger volume than all that completed: what it would have shown decides. */
function findLargerUnfinished(runs: readonly RunResult[], { name }: Volume): RunResult | undefined {
  const volumeOf = ({ parameters }: RunResult): number => Number(parameters[name]);
  const growthRuns = runs.filter(({ kind }) => kind === 'growth').sort((a, b) => volumeOf(a) - volumeOf(b));
  const largest = growthRuns.findLast(({ outcome }) => outcome.state === 'completed');
  const unfinished = growthRuns.findLast(({ outcome }) => outcome.state !== 'completed');
  if (largest === undefined || unfinished === undefined) return undefined;
  return volumeOf(unfinished) > volumeOf(largest) ? unfinished : undefined;
}

function withoutLargest(growth: MetricGrowth, unfinished: RunResult | undefined): MetricGrowth {
  if (unfinished === undefined || growth.verdict !== 'bounded') return growth;
  const reason = `the run at the largest volume ended early (${unfinished.outcome.state}); up to there: ${growth.reason}`;
  return { ...growth, verdict: 'inconclusive', reason };
}

/** Of live memory that grows by more than this times what the watched streams buffer, the larger part is outside of them. */
const LARGER_LEAK = 2;

/** Where the streams grow, and something else grows more: mending the streams would leave most of it. */
function findLargerLeak(own: readonly Judged[], live: readonly Judged[]): Judged | undefined {
  const ofStreams = own.find(
    ({ metric, growth }) => metric === DEFAULT_GROWTH_METRIC && growth.verdict === 'linear',
  );
  if (ofStreams === undefined) return undefined;
  return live.find(
    ({ growth }) => growth.verdict === 'linear' && growth.slope > LARGER_LEAK * ofStreams.growth.slope,
  );
}

/**
 * Memory outside of V8 includes garbage: what is not a line counts only where it is steep, or rises by more than twice
 * its noise.
 */
function isClear({ metric, growth: { verdict, low, pIncreasing, points } }: Judged): boolean {
  if (verdict !== 'inconclusive') return verdict === 'linear';
  const isSteep = low > 0.1 && pIncreasing < 0.01;
  return isSteep || riseOf(points) > 2 * noiseOf(metric) || isHiddenLine(metric, points);
}

/** What rises by more than its noise, and as a line would, is not called bounded. */
function suspectLine({ metric, growth }: Judged): Judged {
  if (growth.verdict !== 'bounded' || !isHiddenLine(metric, growth.points)) return { metric, growth };
  const reason = `it rises by less than can be told from garbage, but as a line would: ${growth.reason}`;
  return { metric, growth: { ...growth, verdict: 'inconclusive', reason } };
}

/** Not of native memory: what is estimated of that rises in such a way by chance, as with many small objects. */
const isHiddenLine = (metric: GrowthMetric, points: MetricGrowth['points']): boolean =>
  metric === 'peakChildProcessesBytes' && mayBeALine(points, noiseOf(metric));

/** The first that is linear, else the first that is inconclusive, else the first. */
function decide(judged: readonly Judged[]): Judged | undefined {
  const first = (verdict: MetricGrowth['verdict']): Judged | undefined =>
    judged.find(({ growth }) => growth.verdict === verdict);
  return first('linear') ?? first('inconclusive') ?? judged[0];
}

function locate(
  { metric, growth }: Judged,
  { watched, live }: { readonly watched: MetricGrowth | undefined; readonly live: readonly Judged[] },
): GrowthPlace {
  if (growth.verdict === 'bounded') return 'none';
  // The watched streams are released before retained memory is read.
  if (isRetained(metric)) return 'outside-watched-streams';
  const isLarger = isLive(metric) && growth.slope > LARGER_LEAK * (watched?.slope ?? 0);
  if (STREAM_METRICS.has(metric) || (watched?.verdict === growth.verdict && !isLarger))
    return 'watched-streams';
  const ofMemory = live.some((one) => isOfMemory(one.metric) && one.growth.verdict === growth.verdict);
  return ofMemory || isOfMemory(metric) ? 'outside-watched-streams' : 'none';
}

const isLive = (metric: GrowthMetric): boolean => (LIVE_METRICS as readonly GrowthMetric[]).includes(metric);

/** What a scenario records need not be memory. */
const isOfMemory = (metric: GrowthMetric): boolean => !metric.startsWith('recorded.');

function findHolder({ metric }: Judged, runs: readonly RunResult[], volume: Volume): GrowthHolder {
  if (metric === 'peakNativeBytes') return 'native-code';
  if (metric === 'peakChildProcessesBytes') return 'child-processes';
  const largest = largestLiveRun(runs, volume)?.live.atPeak;
  if (largest === undefined) return 'program';
  const liveBytes = Math.max(largest.externalBytes, largest.arrayBuffersBytes) + largest.heapUsedBytes;
  return largest.workerBytes > liveBytes / 2 ? 'worker-threads' : 'program';
}
