/** By how much the peak of what streams buffer differs from run to run, where they respect backpressure. Pure. */
import type { RunResult } from '../result.ts';
import type { GrowthPoint } from '../stats/growth.ts';

/**
 * What is on its way between two processes is in the queue or not: up to 64 KiB, the most that Node reads at once. It is
 * noise only of a queue that is much larger: many small strings are not much more than a chunk.
 */
const CHUNK_BYTES = 64 * 1024;
const MAX_CHUNK_SHARE = 1 / 3;

/** A queue that is not full takes one chunk more, which may be as large as its highWaterMark. */
const FULL_SHARE = 2;
/** The smallest volume as a multiple of the sum of highWaterMark: with less, the queues may not have filled yet. */
const MIN_TIMES_FILLED = 2;

export function noiseOfBuffered(points: readonly GrowthPoint[], runs: readonly RunResult[]): number {
  const peaks = points.map(({ peakBytes }) => peakBytes);
  const noiseBytes = Math.min(CHUNK_BYTES, MAX_CHUNK_SHARE * Math.min(...peaks));
  const allowedBytes = highWaterMarkOf(runs);
  const smallestBytes = Math.min(...points.map(({ volumeBytes }) => volumeBytes));
  const isWithinMarks =
    Math.max(...peaks) <= FULL_SHARE * allowedBytes && smallestBytes >= MIN_TIMES_FILLED * allowedBytes;
  return isWithinMarks && runs.every(respectsFalse) ? FULL_SHARE * allowedBytes : noiseBytes;
}

/** The sum over all labels in the run where it is least: with more streams, there is more of it. */
function highWaterMarkOf(runs: readonly RunResult[]): number {
  const sums = runs.map(({ counters = {} }) =>
    Object.values(counters).reduce((sum, { highWaterMarkBytes = 0 }) => sum + highWaterMarkBytes, 0),
  );
  return Math.min(...sums);
}

const respectsFalse = ({ counters = {} }: RunResult): boolean =>
  Object.values(counters).every(
    ({ writesAfterFalse, pushesAfterFalse }) => writesAfterFalse + pushesAfterFalse === 0,
  );
