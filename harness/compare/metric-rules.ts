/** By which rule each metric is compared, with the reason for each number. See results/README.md for what they measure. */
import { METRICS, type MetricName } from '../metrics.ts';

/** The rule for a counter that is the same in every run. */
export interface ExactRule {
  readonly metric: MetricName;
  /** A difference of up to this, between the runs of one side or between the sides, means nothing. */
  readonly floorBytes: number;
}

/** The rule for a figure that varies and of which more is worse, judged over pairs of runs. */
export interface PairedRule {
  readonly metric: MetricName;
  readonly class: 'memory' | 'time';
  /** The effect that matters, as a fraction of A. */
  readonly delta: number;
  readonly minPairs: number;
}

/** The chance of a false positive, in the whole family of metrics. */
export const ALPHA = 0.01;

/** Fewer runs could not show that a counter does not vary. */
export const MIN_EXACT_RUNS = 3;

/** Counters that differ by a smaller share count as the same. */
export const EXACT_TOLERANCE = 0.005;

/** Two settled heaps differ by small buffers of Node's own: a slab of its pool, and what a reading takes. */
const SETTLED_HEAP_BYTES = 16 * 1024;

/** In the order in which they are shown. */
export const EXACT_RULES: readonly ExactRule[] = [
  { metric: 'peakBufferedBytes', floorBytes: 0 },
  { metric: 'peakBufferedChunks', floorBytes: 0 },
  { metric: 'writesAfterFalse', floorBytes: 0 },
  { metric: 'pushesAfterFalse', floorBytes: 0 },
  { metric: 'bytesDelivered', floorBytes: 0 },
  { metric: 'retainedArrayBuffersBytes', floorBytes: SETTLED_HEAP_BYTES },
  { metric: 'drains', floorBytes: 0 },
];

/** With their usual spread, ten pairs of stable runs detect 5 %; time and CPU on a shared machine need thirty pairs. */
export const PAIRED_RULES: readonly PairedRule[] = [
  { metric: 'stablePeakRssBytes', class: 'memory', delta: 0.05, minPairs: 10 },
  { metric: 'stablePeakArrayBuffersBytes', class: 'memory', delta: 0.05, minPairs: 10 },
  { metric: 'cpuMs', class: 'time', delta: 0.1, minPairs: 30 },
  { metric: 'durationMs', class: 'time', delta: 0.2, minPairs: 30 },
];

/** The metrics that a comparison shows and never judges. */
export const INFORMATIONAL_METRICS: readonly MetricName[] = METRICS.filter(
  (metric) => metric.class === 'informational' && metric.isCompared,
).map(({ name }) => name);

/** Slopes that differ by a smaller share count as the same. */
export const SLOPE_SHARE = 0.05;

/** Of live memory: what grows between two readings is missed, a tenth of a peak and seldom more, on either side. */
export const LIVE_SLOPE_SHARE = 0.15;

/** The cost of the exact rank distribution grows with the cube of the pairs, and 200 pairs detect a few per cent in any noise. */
export const MAX_PAIRS = 200;
