/** By which rule each metric is compared, with the reason for each number. See results/README.md for what they measure. */
import type { MetricName } from '../metrics.ts';

/** Of a count that is the same in every run. */
export interface ExactRule {
  readonly metric: MetricName;
  /** `neither`: it is told and never judged. */
  readonly worse: 'more' | 'either' | 'neither';
  /** What may differ between the runs of one side, and between the sides, without meaning: bytes. */
  readonly floorBytes: number;
}

/** Of a figure that varies, judged over pairs of runs in which more is worse. */
export interface PairedRule {
  readonly metric: MetricName;
  readonly class: 'memory' | 'time';
  /** The effect that matters, as a fraction of A. */
  readonly delta: number;
  readonly minPairs: number;
}

/** The chance of a false find, in the whole family of metrics. */
export const ALPHA = 0.01;

/** Fewer could not show that a counter does not vary. */
export const MIN_EXACT_RUNS = 3;

/** A count that differs by less is taken for the same. */
export const EXACT_TOLERANCE = 0.005;

/** Two settled heaps differ by small buffers of Node's own: a slab of its pool, and what a reading takes. */
const SETTLED_HEAP_BYTES = 16 * 1024;

export const EXACT_RULES: readonly ExactRule[] = [
  { metric: 'peakBufferedBytes', worse: 'more', floorBytes: 0 },
  { metric: 'writesAfterFalse', worse: 'more', floorBytes: 0 },
  { metric: 'pushesAfterFalse', worse: 'more', floorBytes: 0 },
  { metric: 'bytesDelivered', worse: 'either', floorBytes: 0 },
  { metric: 'retainedArrayBuffersBytes', worse: 'more', floorBytes: SETTLED_HEAP_BYTES },
  // A change that holds less drains more often: neither way is better.
  { metric: 'drains', worse: 'neither', floorBytes: 0 },
];

/** Ten pairs of stable runs see 5 %, with the spread that they have; time and CPU on a shared machine need thirty. */
export const PAIRED_RULES: readonly PairedRule[] = [
  { metric: 'stablePeakRssBytes', class: 'memory', delta: 0.05, minPairs: 10 },
  { metric: 'stablePeakArrayBuffersBytes', class: 'memory', delta: 0.05, minPairs: 10 },
  { metric: 'cpuMs', class: 'time', delta: 0.1, minPairs: 30 },
  { metric: 'durationMs', class: 'time', delta: 0.2, minPairs: 30 },
];

/** With the collector of every day they vary by a tenth and more: shown, never judged. */
export const INFORMATIONAL_METRICS: readonly MetricName[] = [
  'throughputBytesPerSecond',
  'peakRssBytes',
  'peakArrayBuffersBytes',
];

/** A slope that differs by less is taken for the same. */
export const SLOPE_SHARE = 0.05;

/** What exact distributions of ranks cost grows with the cube of the pairs, and at 200 they see a few per cent in any noise. */
export const MAX_PAIRS = 200;
