/** Every metric that is read from a run: the one table for all that name, format, judge or compare a metric. */
import { readRetained, readThroughput, sumOf, sumOfCollections } from './metric-readers.ts';
import type { LiveMemory, RunResult } from './result.ts';
import type { GrowthMetric } from './scenario.ts';
import type { Unit } from './units.ts';

/** The rule by which a comparison judges a metric. */
export type MetricClass = 'exact' | 'growth' | 'memory' | 'time';

/** The classes whose verdict is the same on every machine. */
export const MACHINE_INDEPENDENT = ['exact', 'growth'] as const satisfies readonly MetricClass[];
/** The classes whose figures depend on the machine and its load. */
export const MACHINE_DEPENDENT = ['memory', 'time'] as const satisfies readonly MetricClass[];
export const METRIC_CLASSES: readonly MetricClass[] = [...MACHINE_INDEPENDENT, ...MACHINE_DEPENDENT];

/** A metric, or a figure that a scenario records itself. */
export interface AnyMetric {
  readonly unit: Unit;
  /** Informational metrics are shown, and never judged. */
  readonly class: Exclude<MetricClass, 'growth'> | 'informational';
  /** The direction in which it is worse. Neither: a correct change can move it both ways. */
  readonly worse: 'more' | 'less' | 'either' | 'neither';
  /** The name in the rows of tables: at most 15 characters. */
  readonly label: string;
  /** The name in two lines, for the head of a narrow column. */
  readonly head?: readonly [upper: string, lower: string];
  /** The kind of run: time and the kernel's peak RSS come from runs without a sampler, sampled peaks from runs with one, live memory from growth runs. */
  readonly measuredBy: 'measure' | 'profile' | 'stable' | 'growth';
  /** Whether it is counted by event, and so the same in every run of a deterministic case. */
  readonly isCounted: boolean;
  /** Whether a comparison has a row for it: rows for all metrics would hide those that are judged. */
  readonly isCompared: boolean;
  /** Undefined if the run did not measure it. */
  readonly read: (run: RunResult) => number | undefined;
}

const usual = { worse: 'more', measuredBy: 'measure', isCounted: false, isCompared: true } as const;
const counted = { ...usual, class: 'exact', isCounted: true } as const;
const timed = { ...usual, class: 'time' } as const;
const stable = { ...usual, class: 'memory', measuredBy: 'stable' } as const;
/** Peaks vary by 10 % and more. */
const shown = { ...usual, class: 'informational' } as const;
const unshown = { ...shown, isCompared: false } as const;

type ReadLive = (of: LiveMemory) => number | undefined;
const live = <const Name extends string>(name: Name, label: string, readLive: ReadLive) => {
  const read = (run: RunResult): number | undefined => run.live && readLive(run.live);
  return { name, unit: 'bytes', ...unshown, measuredBy: 'growth', label, read } as const;
};

const TABLE = [
  { name: 'durationMs', unit: 'ms', ...timed, label: 'duration', read: (run) => run.durationMs },
  { name: 'cpuMs', unit: 'ms', ...timed, label: 'CPU', read: (run) => run.cpuMs },
  {
    name: 'throughputBytesPerSecond',
    unit: 'bytesPerSecond',
    ...shown,
    worse: 'less',
    label: 'throughput /s',
    head: ['through-', 'put /s'],
    read: readThroughput,
  },
  {
    name: 'bytesDelivered',
    unit: 'bytes',
    ...counted,
    worse: 'either',
    label: 'bytes delivered',
    read: (run) => run.bytesDelivered,
  },
  {
    name: 'peakBufferedBytes',
    unit: 'bytes',
    ...counted,
    label: 'peak buffered',
    head: ['peak', 'buffered'],
    read: (run) => run.peakBufferedBytes,
  },
  {
    name: 'peakBufferedChunks',
    unit: 'count',
    ...counted,
    label: 'peak chunks',
    read: (run) => run.peakBufferedChunks,
  },
  {
    name: 'writesAfterFalse',
    unit: 'count',
    ...counted,
    label: 'writes a. false',
    head: ['writes', 'after false'],
    read: sumOf((label) => label.writesAfterFalse),
  },
  {
    name: 'pushesAfterFalse',
    unit: 'count',
    ...counted,
    label: 'pushes a. false',
    read: sumOf((label) => label.pushesAfterFalse),
  },
  // A program that buffers less drains more often.
  {
    name: 'drains',
    unit: 'count',
    ...counted,
    worse: 'neither',
    label: 'drains',
    head: ['', 'drains'],
    read: sumOf((label) => label.drains),
  },
  {
    name: 'backpressureMs',
    unit: 'ms',
    ...unshown,
    label: 'backpressure',
    read: sumOf((one) => one.backpressureMs),
  },
  {
    name: 'peakRssBytes',
    unit: 'bytes',
    ...shown,
    label: 'peak RSS',
    head: ['peak', 'RSS'],
    read: (run) => run.memory?.peak.rssBytes,
  },
  {
    name: 'peakArrayBuffersBytes',
    unit: 'bytes',
    ...shown,
    measuredBy: 'profile',
    label: 'peak arrayBuf',
    head: ['peak', 'arrayBuf'],
    read: (run) => run.memory?.peak.arrayBuffersBytes,
  },
  {
    name: 'peakExternalBytes',
    unit: 'bytes',
    ...unshown,
    measuredBy: 'profile',
    label: 'peak external',
    read: (run) => run.memory?.peak.externalBytes,
  },
  {
    name: 'peakHeapUsedBytes',
    unit: 'bytes',
    ...unshown,
    measuredBy: 'profile',
    label: 'peak heapUsed',
    head: ['peak', 'heapUsed'],
    read: (run) => run.memory?.peak.heapUsedBytes,
  },
  live('peakLiveArrayBuffersBytes', 'live arrayBuf', ({ peak }) => peak.arrayBuffersBytes),
  live('peakLiveExternalBytes', 'live external', ({ peak }) => peak.externalBytes),
  live('peakLiveHeapUsedBytes', 'live heapUsed', ({ peak }) => peak.heapUsedBytes),
  live('peakNativeBytes', 'native memory', ({ nativeBytes }) => nativeBytes),
  live('peakChildProcessesBytes', 'child processes', ({ childProcessesBytes }) => childProcessesBytes),
  // Two settled heaps can differ by small internal buffers of Node.
  {
    name: 'retainedArrayBuffersBytes',
    unit: 'bytes',
    ...counted,
    isCounted: false,
    label: 'retained arrBuf',
    read: readRetained('arrayBuffersBytes'),
  },
  {
    name: 'retainedHeapUsedBytes',
    unit: 'bytes',
    ...unshown,
    label: 'retained heap',
    read: readRetained('heapUsedBytes'),
  },
  {
    name: 'stablePeakRssBytes',
    unit: 'bytes',
    ...stable,
    label: 'stable RSS',
    read: (run) => run.memory?.peak.rssBytes,
  },
  {
    name: 'stablePeakArrayBuffersBytes',
    unit: 'bytes',
    ...stable,
    label: 'stable arrayBuf',
    read: (run) => run.memory?.peak.arrayBuffersBytes,
  },
  { name: 'gcCount', unit: 'count', ...unshown, label: 'GC count', read: sumOfCollections('count') },
  {
    name: 'gcMs',
    unit: 'ms',
    ...unshown,
    label: 'GC time',
    head: ['GC', 'time'],
    read: sumOfCollections('ms'),
  },
  {
    name: 'maxDelayMs',
    unit: 'ms',
    ...unshown,
    label: 'max delay',
    read: (run) => run.eventLoop?.maxDelayMs,
  },
] as const satisfies readonly (AnyMetric & { readonly name: string })[];

export type MetricName = (typeof TABLE)[number]['name'];

export type Metric = AnyMetric & { readonly name: MetricName };

export const METRICS: readonly Metric[] = TABLE;

export function metricNamed(name: MetricName): Metric {
  const found = METRICS.find((metric) => metric.name === name);
  if (found === undefined) throw new RangeError(`there is no metric ${name}`);
  return found;
}

const RECORDED = 'recorded.' as const;

/** A metric of growth by its name: one of METRICS, or a figure that scenarios record. */
export function growthMetricNamed(name: GrowthMetric): AnyMetric {
  return isRecorded(name) ? describeRecorded(name.slice(RECORDED.length)) : metricNamed(name);
}

/** By any name that a report or a comparison has for a metric; undefined for an unknown name. */
export const findMetric = (name: string): AnyMetric | undefined =>
  isRecorded(name)
    ? describeRecorded(name.slice(RECORDED.length))
    : METRICS.find((metric) => metric.name === name);

/** The unit of a recorded figure is in its name: `nanoseconds…`, `…Bytes`, `bytes…`; everything else is a count. */
function describeRecorded(recordedName: string): AnyMetric {
  const sizeOrCount = /^bytes|Bytes/.test(recordedName) ? 'bytes' : 'count';
  return {
    unit: /nanoseconds/i.test(recordedName) ? 'nanoseconds' : sizeOrCount,
    ...shown,
    worse: 'neither',
    label: recordedName,
    isCounted: true,
    read: (run) => run.recorded?.[recordedName],
  };
}

/** The names, with their prefix, of the figures that these runs recorded. */
export const recordedNames = (runs: readonly RunResult[]): `recorded.${string}`[] =>
  [...new Set(runs.flatMap(({ recorded = {} }) => Object.keys(recorded)))].map(
    (name) => `${RECORDED}${name}` as const,
  );

/** Whether it is a figure that scenarios record themselves. */
export const isRecorded = (name: string): name is `recorded.${string}` => name.startsWith(RECORDED);
