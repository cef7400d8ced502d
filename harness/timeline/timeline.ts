/** What a run had over time, as its report has it. Units are in the names. */

/** The largest sample in each interval of time; null if there was none. */
export interface Timeline extends Partial<TimelineMoments> {
  readonly bucketMs: number;
  readonly rssBytes: readonly (number | null)[];
  readonly heapUsedBytes: readonly (number | null)[];
  readonly externalBytes: readonly (number | null)[];
  readonly arrayBuffersBytes: readonly (number | null)[];
}

/** What only a profile run notes. */
export interface TimelineMoments {
  /** By label: the most that its streams buffered when a sample was taken. */
  readonly bufferedBytes: Readonly<Record<string, readonly (number | null)[]>>;
  /** How often the watched streams drained in each interval. */
  readonly drains: readonly number[];
  /** The longest stretches in which the event loop did not turn, in the order of time. */
  readonly blocked: readonly Blocked[];
}

/** Since the run began. */
export interface Blocked {
  readonly fromMs: number;
  readonly toMs: number;
}
