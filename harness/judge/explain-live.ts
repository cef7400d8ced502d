/** How much of the live memory of a case the watched streams explain. Pure. */
import type { Explained, LiveMemory, RunResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { noiseOf } from './growth-points.ts';

/** The parameter that growth multiplies, and its value in the case. */
export interface Volume {
  readonly name: string;
  readonly ofCaseBytes: number;
}

/** As near as the readings that say what the watched streams buffer at the peak. */
const NEAR_PEAK_SHARE = 0.75;

const SMALL_SHARE = 0.05;

type LiveRun = RunResult & { readonly live: LiveMemory };

/** The completed run that read live memory at the largest volume. */
export const largestLiveRun = (runs: readonly RunResult[], volume: Volume): LiveRun | undefined =>
  liveRunsByVolume(runs, volume).at(-1);

function liveRunsByVolume(runs: readonly RunResult[], volume: Volume): LiveRun[] {
  return runs
    .filter((run): run is LiveRun => run.live !== undefined && run.outcome.state === 'completed')
    .sort((one, other) => volumeOf(one, volume) - volumeOf(other, volume));
}

const volumeOf = ({ parameters }: RunResult, { name }: Volume): number => Number(parameters[name]);

/**
 * Of the run at the volume of the case, or at the largest one: what grows outside of the streams is largest there. Undefined
 * if live memory was not read. What is neither in an ArrayBuffer nor in a watched stream counts from its noise
 * on: Node's own modules and compiled code are loaded late, and would be most of what a program has that buffers little.
 */
export function explainLive(
  runs: readonly RunResult[],
  volume: Volume,
  { isWatched, isLargest }: { readonly isWatched: boolean; readonly isLargest: boolean },
): Explained | undefined {
  const read = liveRunsByVolume(runs, volume);
  const ofCase = read.find((one) => volumeOf(one, volume) === volume.ofCaseBytes);
  const run = (isLargest ? undefined : ofCase) ?? read.at(-1);
  const start = run?.memory?.start;
  if (run === undefined || start === undefined) return undefined;
  const { atPeak } = run.live;
  const arrayBuffersBytes = Math.max(0, atPeak.arrayBuffersBytes - start.arrayBuffersBytes);
  const externalBytes = atPeak.externalBytes - start.externalBytes - arrayBuffersBytes;
  const heapUsedBytes = atPeak.heapUsedBytes - start.heapUsedBytes;
  const liveHeapUsedBytes = aboveNoise(heapUsedBytes, 'peakLiveHeapUsedBytes');
  const liveBytes =
    arrayBuffersBytes + aboveNoise(externalBytes, 'peakLiveExternalBytes') + liveHeapUsedBytes;
  const watchedBytes = watchedNearPeak(run, liveBytes);
  // What has no known size is not 0 bytes.
  const isKnown =
    isWatched && Object.values(run.counters ?? {}).every(({ unsizedChunks = 0 }) => unsizedChunks === 0);
  return {
    liveBytes,
    liveHeapUsedBytes,
    ...(isKnown && { watchedBytes }),
    ...(isKnown && liveBytes > 0 && { ratio: Math.min(1, watchedBytes / liveBytes) }),
  };
}

const aboveNoise = (bytes: number, metric: GrowthMetric): number => (bytes > noiseOf(metric) ? bytes : 0);

/**
 * A queue that was as large as the peak of live memory, between two readings, was so at the peak. Of one that was always
 * a small part of it, it does not matter whether it was full or empty when it was read.
 */
function watchedNearPeak({ live, peakBufferedBytes = 0 }: LiveRun, liveBytes: number): number {
  const isSmall = peakBufferedBytes <= SMALL_SHARE * liveBytes;
  return isSmall || peakBufferedBytes >= NEAR_PEAK_SHARE * liveBytes
    ? Math.max(live.atPeak.watchedBytes, Math.min(peakBufferedBytes, liveBytes))
    : live.atPeak.watchedBytes;
}
