import { growthMetricNamed } from '../metrics.ts';
import type { Growth, RunResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { type GrowthPoint, judgeGrowth } from '../stats/growth.ts';

/** The first rounds fill caches and pools, whose size then stays the same. */
const DROPPED_ROUNDS = 3;
/** Eight rounds remain, the minimum by which Mann-Kendall and the interval can judge a leak. */
export const RETAINED_ROUNDS = DROPPED_ROUNDS + 8;

/** Whether the metric is retained memory, and so judged over rounds in one process. */
export const isRetained = (
  metric: GrowthMetric,
): metric is 'retainedArrayBuffersBytes' | 'retainedHeapUsedBytes' => metric.startsWith('retained');

/** Whether only a sampler can measure the metric. */
export const isSampled = (metric: GrowthMetric): boolean =>
  growthMetricNamed(metric).measuredBy === 'profile';

/**
 * Whether a run is a point of the growth of a metric that a single run has: it completed and measured it. A run of the
 * case itself is a point, too, but not for RSS, which is judged by runs with Node flags that stabilise it.
 */
export function isPoint({ kind, outcome }: RunResult, metric: GrowthMetric): boolean {
  const isOfCase = kind === growthMetricNamed(metric).measuredBy && metric !== 'peakRssBytes';
  return outcome.state === 'completed' && (kind === 'growth' || isOfCase);
}

/** Judges the growth of a metric over the completed runs that measured it; undefined if fewer than two volumes have a point. */
export function judgeRuns(
  runs: readonly RunResult[],
  metric: GrowthMetric,
  volumeName: string,
): Growth | undefined {
  const points = isRetained(metric)
    ? pointsOfRounds(runs, metric, volumeName)
    : pointsOfRuns(runs, metric, volumeName);
  if (new Set(points.map(({ volumeBytes }) => volumeBytes)).size < 2) return undefined;
  const judged = judgeGrowth(points);
  // If nothing was buffered at a quarter of the volume, the ratio is Infinity, which JSON does not have.
  const peakRatio = Number.isFinite(judged.peakRatio) ? judged.peakRatio : Number.MAX_VALUE;
  return { metric, ...judged, peakRatio, points };
}

function pointsOfRuns(runs: readonly RunResult[], metric: GrowthMetric, volumeName: string): GrowthPoint[] {
  const { read } = growthMetricNamed(metric);
  return runs
    .filter((run) => isPoint(run, metric))
    .flatMap((run) => {
      const [volumeBytes, peakBytes] = [run.parameters[volumeName], read(run)];
      return typeof volumeBytes === 'number' && peakBytes !== undefined ? [{ volumeBytes, peakBytes }] : [];
    })
    .sort((a, b) => a.volumeBytes - b.volumeBytes);
}

function pointsOfRounds(runs: readonly RunResult[], metric: GrowthMetric, volumeName: string): GrowthPoint[] {
  const field = metric === 'retainedHeapUsedBytes' ? 'heapUsedBytes' : 'arrayBuffersBytes';
  return runs.flatMap(({ rounds = [], parameters }) => {
    const volumeBytes = Number(parameters[volumeName]);
    return rounds
      .map((memory, index) => ({ volumeBytes: (index + 1) * volumeBytes, peakBytes: memory[field] }))
      .slice(DROPPED_ROUNDS);
  });
}
