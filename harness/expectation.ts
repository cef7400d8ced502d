/** What a scenario must show, and what no run of it may exceed. Types only, which are erased from the compiled files. */
import type { Checked } from './scenario-context.ts';

/** Whether memory grows with the volume. */
export type GrowthVerdict = 'bounded' | 'linear' | 'inconclusive';

/** The metrics whose growth with the volume can be judged; `recorded.NAME` is what was given to `record('NAME', …)`. */
export type GrowthMetric =
  | `recorded.${string}`
  | 'peakBufferedBytes'
  | 'peakBufferedChunks'
  | 'peakArrayBuffersBytes'
  | 'peakHeapUsedBytes'
  | 'peakRssBytes'
  | 'peakLiveArrayBuffersBytes'
  | 'peakLiveExternalBytes'
  | 'peakLiveHeapUsedBytes'
  | 'peakNativeBytes'
  | 'peakChildProcessesBytes'
  | 'retainedArrayBuffersBytes'
  | 'retainedHeapUsedBytes';

/**
 * What no run may exceed, in the unit that the name ends with, and how memory may grow. It needs no baseline.
 * @example
 * limits: { peakBufferedBytes: 128 * KiB, growth: 'bounded' }
 */
export type Limits = {
  readonly [Metric in
    | GrowthMetric
    | 'writesAfterFalse'
    | 'pushesAfterFalse'
    | 'durationMs'
    | 'cpuMs']?: number;
} & { readonly growth?: 'bounded' };

/** How a run can end, other than completed, if a scenario expects that. */
export type ExpectedOutcome = 'crashed' | 'timed-out' | 'out-of-memory' | 'over-limit';

/** What a scenario must show. A failed expectation fails the invocation: a benchmark that did no work is an error. */
export interface Expectation<Values> {
  /**
   * How the metric must grow with the volume, or from round to round if there is no volume.
   * @default not judged
   */
  readonly growth?: 'bounded' | 'linear';
  /**
   * The metric whose growth is judged.
   * @default 'peakBufferedBytes', or 'peakBufferedChunks' if chunks without a size were buffered
   */
  readonly metric?: GrowthMetric;
  /**
   * How every run must end, for a run that is expected never to complete: 'crashed' for one that waits for an event
   * that never comes. `checks` then sees what had been counted when the run crashed or timed out.
   * @default completed
   */
  readonly outcome?: ExpectedOutcome;
  /**
   * Sentences that must be true of every run that ended as expected, each with whether it is.
   * @example
   * checks: ({ parameters, counters }) => ({
   *   'every byte arrives': counters.sink?.bytesIn === parameters.volume,
   * })
   */
  readonly checks?: (run: Checked<Values>) => Readonly<Record<string, boolean>>;
}
