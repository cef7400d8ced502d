/** Growth: the metrics that it is judged by, and the data about it and about live memory, which are parts of a result. */
import type { GrowthMetric, GrowthVerdict } from './scenario.ts';

/** The metrics whose growth can be judged, in addition to figures that a scenario records. */
export const GROWTH_METRICS = [
  'peakBufferedBytes',
  'peakBufferedChunks',
  'peakArrayBuffersBytes',
  'peakHeapUsedBytes',
  'peakRssBytes',
  'peakLiveArrayBuffersBytes',
  'peakLiveExternalBytes',
  'peakLiveHeapUsedBytes',
  'peakNativeBytes',
  'peakChildProcessesBytes',
  'retainedArrayBuffersBytes',
  'retainedHeapUsedBytes',
] as const satisfies readonly Exclude<GrowthMetric, `recorded.${string}`>[];

/** What can be limited to an amount, in addition to figures that a scenario records. */
export const LIMIT_METRICS: readonly string[] = [
  ...GROWTH_METRICS,
  ...['writesAfterFalse', 'pushesAfterFalse', 'durationMs', 'cpuMs'],
];

export const isLimitMetric = (name: string): boolean =>
  LIMIT_METRICS.includes(name) || /^recorded\../.test(name);

/** Live memory that V8 accounts for. It is judged in every case, whatever metric the scenario is judged by. */
export const LIVE_METRICS = [
  'peakLiveArrayBuffersBytes',
  'peakLiveExternalBytes',
  'peakLiveHeapUsedBytes',
] as const satisfies readonly GrowthMetric[];

/** The metric of growth if a scenario does not choose one. */
export const DEFAULT_GROWTH_METRIC = 'peakBufferedBytes' satisfies GrowthMetric;

/** Memory that is still referenced, read again and again during a run, each time after a collection. Worker threads are included. */
export interface LiveMemory {
  readonly readings: number;
  /** The longest time between two readings; growth within it is missed. */
  readonly longestGapMs: number;
  /** The largest value of each figure. */
  readonly peak: {
    readonly arrayBuffersBytes: number;
    readonly externalBytes: number;
    readonly heapUsedBytes: number;
  };
  /** The reading at which live memory was largest. */
  readonly atPeak: {
    readonly sinceStartMs: number;
    readonly arrayBuffersBytes: number;
    readonly externalBytes: number;
    readonly heapUsedBytes: number;
    /** The most that the watched streams buffered while live memory was within a quarter of it. */
    readonly watchedBytes: number;
    /** The part of worker threads. */
    readonly workerBytes: number;
  };
  /** By how much more the RSS rose than what V8 accounts for, 0 if it did not: an estimate of memory of native code. */
  readonly nativeBytes: number;
  /** The most memory that the processes started by the program had together at one moment. Absent if the system does not say. */
  readonly childProcessesBytes?: number;
  /** Absent if no worker thread was seen. */
  readonly workers?: { readonly maxConcurrent: number; readonly missingAnswers: number };
}

/** How one metric grows with the volume. */
export interface MetricGrowth {
  readonly verdict: GrowthVerdict;
  /** Theil-Sen, bytes of the metric per byte of volume. */
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** One-sided Mann-Kendall p-value. */
  readonly pIncreasing: number;
  /** The metric at the largest volume divided by its highest value at a quarter of it or less. */
  readonly peakRatio: number;
  readonly reason: string;
  readonly points: readonly { readonly volumeBytes: number; readonly peakBytes: number }[];
}

/** Where memory that grows is. It is 'none' if no memory was found to grow. */
export type GrowthPlace = 'watched-streams' | 'outside-watched-streams' | 'none';

/** native-code: the RSS grows and nothing that V8 accounts for does. */
export type GrowthHolder = 'program' | 'worker-threads' | 'native-code' | 'child-processes';

/** How much of the live memory at its peak the watched streams explain, at the volume of the case or else the largest. */
export interface Explained {
  /** Live memory above that before the run. */
  readonly liveBytes: number;
  /** The part of it that is on the V8 heap; 0 if heapUsed rose by no more than its noise. */
  readonly liveHeapUsedBytes: number;
  /** What the watched streams buffered of it; absent if none is watched, or the size of a chunk is not known. */
  readonly watchedBytes?: number;
  /** watchedBytes / liveBytes, at most 1: one Buffer can be queued twice. Absent if there is nothing to explain. */
  readonly ratio?: number;
}

/** The verdict of a case: that of the metric that decided, and the verdict of each metric that was judged. */
export interface Growth extends MetricGrowth {
  /** The metric that decided. */
  readonly metric: string;
  readonly where: GrowthPlace;
  readonly byMetric: Readonly<Record<string, MetricGrowth>>;
  /** For a retained metric: how it grows from round to round, each of which calls run() again in the same process. */
  readonly overRounds?: MetricGrowth;
  /** Absent if live memory was not read. */
  readonly explained?: Explained;
  /** What holds the memory that is outside of the watched streams, as far as it shows. */
  readonly heldBy?: GrowthHolder;
}
