/** The points by which the growth of a metric is judged, from the runs of a case. Pure. */
import { growthMetricNamed } from '../metrics.ts';
import type { MetricGrowth, RunResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { type GrowthPoint, judgeGrowth } from '../stats/growth.ts';
import { noiseOfBuffered } from './noise-of-buffered.ts';

/** The first rounds fill caches and pools, whose size then stays the same. */
const DROPPED_ROUNDS = 3;
/**
 * Code and feedback of V8, which the heap has more of until everything is compiled: a leak of 0.05 bytes per byte retains ten
 * times as much over the rounds that are judged.
 */
const NOISE_OF_HEAP_ROUNDS = 512 * 1024;
/** Eight rounds remain, the minimum by which Mann-Kendall and the interval can judge a leak. */
export const RETAINED_ROUNDS = DROPPED_ROUNDS + 8;

const MIB = 1024 * 1024;

/**
 * By how much the peaks of a program that is bounded differ. External memory has the pools and read buffers of Node in
 * it; the V8 heap also has code and feedback, which grow until everything is compiled, and modules that are loaded late.
 */
const NOISE_BYTES: Readonly<Partial<Record<GrowthMetric, number>>> = {
  peakLiveArrayBuffersBytes: MIB / 2,
  peakLiveExternalBytes: MIB,
  peakLiveHeapUsedBytes: 2 * MIB,
  peakNativeBytes: 32 * MIB,
  peakChildProcessesBytes: 64 * MIB,
  retainedHeapUsedBytes: 2 * MIB,
};

export const noiseOf = (metric: GrowthMetric): number => NOISE_BYTES[metric] ?? 0;

export type RetainedMetric = 'retainedArrayBuffersBytes' | 'retainedHeapUsedBytes';

/** Whether the metric is retained memory, and so judged over rounds in one process, too. */
export const isRetained = (metric: GrowthMetric): metric is RetainedMetric => metric.startsWith('retained');

/**
 * Whether a run is a point of the growth of a metric that a single run has: it completed and measured it. A run of the
 * case itself is a point, too, but not for RSS, which is judged by runs with Node flags that stabilise it.
 */
export function isPoint({ kind, outcome }: RunResult, metric: GrowthMetric): boolean {
  const isOfCase = kind === growthMetricNamed(metric).measuredBy && metric !== 'peakRssBytes';
  return outcome.state === 'completed' && (kind === 'growth' || isOfCase);
}

/** Judges the growth of a metric over the completed runs that measured it; undefined if fewer than two volumes have a point. */
export function judgeMetric(
  runs: readonly RunResult[],
  metric: GrowthMetric,
  volumeName: string,
): MetricGrowth | undefined {
  const measured = runs.filter((run) => isPoint(run, metric));
  const points = listPoints(measured, metric, volumeName);
  if (metric === 'peakBufferedChunks') return judgeChunks(points);
  const noiseBytes = metric === 'peakBufferedBytes' ? noiseOfBuffered(points, measured) : noiseOf(metric);
  return judgePoints(points, noiseBytes);
}

/**
 * The rules are for bytes per byte. So all chunks of the largest volume stand for its bytes: a queue of everything has a
 * slope of 1 then, however large its chunks are. One chunk more or less is noise.
 */
function judgeChunks(points: readonly GrowthPoint[]): MetricGrowth | undefined {
  const { volumeBytes, peakBytes: chunks } = points.at(-1) ?? { volumeBytes: 0, peakBytes: 0 };
  const bytesPerChunk = volumeBytes / Math.max(1, chunks);
  const judged = judgePoints(
    points.map((point) => ({ ...point, peakBytes: point.peakBytes * bytesPerChunk })),
    bytesPerChunk,
  );
  if (judged === undefined) return undefined;
  const { slope, low, high, reason } = judged;
  const perByte = { slope: slope / bytesPerChunk, low: low / bytesPerChunk, high: high / bytesPerChunk };
  const asBytes = `where the peak of ${chunks} chunks at the largest volume stands for all of its bytes`;
  return { ...judged, ...perByte, reason: `${asBytes}: ${reason}`, points };
}

/** Judges retained memory from round to round, in the run that called run() again and again. */
export function judgeRounds(
  runs: readonly RunResult[],
  metric: RetainedMetric,
  volumeName: string,
): MetricGrowth | undefined {
  const field = metric === 'retainedHeapUsedBytes' ? 'heapUsedBytes' : 'arrayBuffersBytes';
  const points = runs.flatMap(({ rounds = [], parameters }) => {
    const volumeBytes = Number(parameters[volumeName]);
    return rounds
      .map((memory, index) => ({ volumeBytes: (index + 1) * volumeBytes, peakBytes: memory[field] }))
      .slice(DROPPED_ROUNDS);
  });
  return judgePoints(points, field === 'heapUsedBytes' ? NOISE_OF_HEAP_ROUNDS : 0);
}

function judgePoints(points: readonly GrowthPoint[], noiseBytes: number): MetricGrowth | undefined {
  if (new Set(points.map(({ volumeBytes }) => volumeBytes)).size < 2) return undefined;
  const judged = judgeGrowth(points, noiseBytes);
  // If nothing was buffered at a quarter of the volume, the ratio is Infinity, which JSON does not have.
  const peakRatio = Number.isFinite(judged.peakRatio) ? judged.peakRatio : Number.MAX_VALUE;
  return { ...judged, peakRatio, points };
}

function listPoints(runs: readonly RunResult[], metric: GrowthMetric, volumeName: string): GrowthPoint[] {
  const { read } = growthMetricNamed(metric);
  return runs
    .flatMap((run) => {
      const [volumeBytes, peakBytes] = [run.parameters[volumeName], read(run)];
      return typeof volumeBytes === 'number' && peakBytes !== undefined ? [{ volumeBytes, peakBytes }] : [];
    })
    .sort((a, b) => a.volumeBytes - b.volumeBytes);
}
