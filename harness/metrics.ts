/** Every figure that is read of a run, with its unit and the kind of run that measures it. One table for all who name one. */
import type { RunResult } from './result.ts';
import type { GrowthMetric } from './scenario.ts';

export type Unit = 'bytes' | 'bytesPerSecond' | 'ms' | 'count';

export interface Metric {
  readonly name: MetricName;
  readonly unit: Unit;
  /** Time and the kernel's peak come from runs without a sampler, sampled peaks from runs with one. */
  readonly measuredBy: 'measure' | 'profile' | 'stable';
  /** Counted by event, and so the same in every run of a deterministic case. */
  readonly isExact: boolean;
  /** Undefined where the run did not measure it. */
  readonly read: (run: RunResult) => number | undefined;
}

export type MetricName =
  | 'durationMs'
  | 'cpuMs'
  | 'throughputBytesPerSecond'
  | 'bytesDelivered'
  | 'peakBufferedBytes'
  | 'writesAfterFalse'
  | 'pushesAfterFalse'
  | 'drains'
  | 'backpressureMs'
  | 'peakRssBytes'
  | 'peakArrayBuffersBytes'
  | 'peakExternalBytes'
  | 'peakHeapUsedBytes'
  | 'retainedArrayBuffersBytes'
  | 'retainedHeapUsedBytes'
  | 'stablePeakRssBytes'
  | 'stablePeakArrayBuffersBytes'
  | 'gcCount'
  | 'gcMs'
  | 'maxDelayMs';

type StreamCounters = NonNullable<RunResult['counters']>[string];

const measured = { measuredBy: 'measure', isExact: false } as const;
const exact = { measuredBy: 'measure', isExact: true } as const;
const sampled = { measuredBy: 'profile', isExact: false } as const;
const stable = { measuredBy: 'stable', isExact: false } as const;

export const METRICS: readonly Metric[] = [
  { name: 'durationMs', unit: 'ms', ...measured, read: (run) => run.durationMs },
  { name: 'cpuMs', unit: 'ms', ...measured, read: (run) => run.cpuMs },
  { name: 'throughputBytesPerSecond', unit: 'bytesPerSecond', ...measured, read: readThroughput },
  { name: 'bytesDelivered', unit: 'bytes', ...exact, read: (run) => run.bytesDelivered },
  { name: 'peakBufferedBytes', unit: 'bytes', ...exact, read: (run) => run.peakBufferedBytes },
  { name: 'writesAfterFalse', unit: 'count', ...exact, read: sumOf((label) => label.writesAfterFalse) },
  { name: 'pushesAfterFalse', unit: 'count', ...exact, read: sumOf((label) => label.pushesAfterFalse) },
  { name: 'drains', unit: 'count', ...exact, read: sumOf((label) => label.drains) },
  { name: 'backpressureMs', unit: 'ms', ...measured, read: sumOf((label) => label.backpressureMs) },
  { name: 'peakRssBytes', unit: 'bytes', ...measured, read: (run) => run.memory?.peak.rssBytes },
  {
    name: 'peakArrayBuffersBytes',
    unit: 'bytes',
    ...sampled,
    read: (run) => run.memory?.peak.arrayBuffersBytes,
  },
  { name: 'peakExternalBytes', unit: 'bytes', ...sampled, read: (run) => run.memory?.peak.externalBytes },
  { name: 'peakHeapUsedBytes', unit: 'bytes', ...sampled, read: (run) => run.memory?.peak.heapUsedBytes },
  { name: 'retainedArrayBuffersBytes', unit: 'bytes', ...measured, read: readRetained('arrayBuffersBytes') },
  { name: 'retainedHeapUsedBytes', unit: 'bytes', ...measured, read: readRetained('heapUsedBytes') },
  { name: 'stablePeakRssBytes', unit: 'bytes', ...stable, read: (run) => run.memory?.peak.rssBytes },
  {
    name: 'stablePeakArrayBuffersBytes',
    unit: 'bytes',
    ...stable,
    read: (run) => run.memory?.peak.arrayBuffersBytes,
  },
  { name: 'gcCount', unit: 'count', ...measured, read: sumOfCollections('count') },
  { name: 'gcMs', unit: 'ms', ...measured, read: sumOfCollections('ms') },
  { name: 'maxDelayMs', unit: 'ms', ...measured, read: (run) => run.eventLoop?.maxDelayMs },
];

/** The metrics whose growth can be judged, beside those that a scenario records. */
export const GROWTH_METRICS = [
  'peakBufferedBytes',
  'peakArrayBuffersBytes',
  'peakHeapUsedBytes',
  'peakRssBytes',
  'retainedArrayBuffersBytes',
  'retainedHeapUsedBytes',
] as const satisfies readonly Exclude<GrowthMetric, `recorded.${string}`>[];

/** What growth is judged by where a scenario does not say. */
export const DEFAULT_GROWTH_METRIC = 'peakBufferedBytes' satisfies GrowthMetric;

export function metricNamed(name: MetricName): Metric {
  const metric = METRICS.find((one) => one.name === name);
  if (metric === undefined) throw new RangeError(`there is no metric ${name}`);
  return metric;
}

const RECORDED = 'recorded.' as const;

/** A metric, or a figure that scenarios record themselves, by the name that growth is judged by. */
export function growthMetricNamed(name: GrowthMetric): Omit<Metric, 'name'> {
  if (!isRecorded(name)) return metricNamed(name);
  const recordedName = name.slice(RECORDED.length);
  return { unit: 'count', ...exact, read: (run) => run.recorded?.[recordedName] };
}

/** The names, as growth knows them, of what these runs recorded themselves. */
export const recordedNames = (runs: readonly RunResult[]): `recorded.${string}`[] =>
  [...new Set(runs.flatMap(({ recorded = {} }) => Object.keys(recorded)))].map(
    (name) => `${RECORDED}${name}` as const,
  );

const isRecorded = (name: GrowthMetric): name is `recorded.${string}` => name.startsWith(RECORDED);

function readThroughput({ bytesDelivered, durationMs }: RunResult): number | undefined {
  const bytesPerMs = (bytesDelivered ?? 0) / (durationMs ?? 0);
  return bytesPerMs > 0 && Number.isFinite(bytesPerMs) ? bytesPerMs * 1000 : undefined;
}

/** Undefined where no stream is watched. */
function sumOf(read: (label: StreamCounters) => number): (run: RunResult) => number | undefined {
  return ({ counters }) => {
    const labels = Object.values(counters ?? {});
    return labels.length === 0 ? undefined : labels.reduce((sum, label) => sum + read(label), 0);
  };
}

/** What the run left behind: what is retained after it, less what was there before it. */
function readRetained(field: 'arrayBuffersBytes' | 'heapUsedBytes'): (run: RunResult) => number | undefined {
  return ({ memory }) => {
    const [before, after] = [memory?.start?.[field], memory?.retained?.[field]];
    return before === undefined || after === undefined ? undefined : after - before;
  };
}

function sumOfCollections(field: 'count' | 'ms'): (run: RunResult) => number | undefined {
  return ({ gc }) => gc && Object.values(gc).reduce((sum, kind) => sum + kind[field], 0);
}
