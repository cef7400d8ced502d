/** By which rule each metric is compared, with the reason for each number. See results/README.md for what they measure. */
import { METRICS, type MetricName } from '../metrics.ts';

/** For a count that is the same in every run. */
export interface ExactRule {
  readonly metric: MetricName;
  /** What may differ between the runs of one side, and between the sides, without meaning. */
  readonly floorBytes: number;
}

/** For a figure that varies, judged over pairs of runs in which more is worse. */
export interface PairedRule {
  readonly metric: MetricName;
  readonly class: 'memory' | 'time';
  /** The effect that matters, as a fraction of A. */
  readonly delta: number;
  readonly minPairs: number;
}

/** The chance of a false positive, in the whole family of metrics. */
export const ALPHA = 0.01;

/** Fewer could not show that a counter does not vary. */
export const MIN_EXACT_RUNS = 3;

/** A count that differs by less is taken for the same. */
export const EXACT_TOLERANCE = 0.005;

/** Two settled heaps differ by small buffers of Node's own: a slab of its pool, and what a reading takes. */
const SETTLED_HEAP_BYTES = 16 * 1024;

/** In the order in which they are shown. */
export const EXACT_RULES: readonly ExactRule[] = [
  { metric: 'peakBufferedBytes', floorBytes: 0 },
  { metric: 'writesAfterFalse', floorBytes: 0 },
  { metric: 'pushesAfterFalse', floorBytes: 0 },
  { metric: 'bytesDelivered', floorBytes: 0 },
  { metric: 'retainedArrayBuffersBytes', floorBytes: SETTLED_HEAP_BYTES },
  { metric: 'drains', floorBytes: 0 },
];

/** Ten pairs of stable runs show 5 %, with the spread that they have; time and CPU on a shared machine need thirty. */
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

/** A slope that differs by less is taken for the same. */
export const SLOPE_SHARE = 0.05;

/** What exact distributions of ranks cost grows with the cube of the pairs, and at 200 they see a few per cent in any noise. */
export const MAX_PAIRS = 200;
