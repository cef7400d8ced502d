/** Which memory a chart of a case shows, from its samples or, without them, from the timeline of its report. */
import { type CaseResult, endedAsExpected, type RunResult } from '../../../../result.ts';
import {
  type Point,
  SAMPLED_SERIES,
  type SampledSeries,
  type ThinnedRun,
  type ThinnedSamples,
} from '../../thinned-samples.ts';

export const SERIES_NAMES: Readonly<Record<SampledSeries, string>> = {
  rssBytes: 'RSS',
  arrayBuffersBytes: 'arrayBuffers',
  heapUsedBytes: 'heapUsed',
  externalBytes: 'external',
};

/** The class of a line in the style sheet. */
export const SERIES_KINDS: Readonly<Record<SampledSeries, string>> = {
  rssBytes: 'rss',
  arrayBuffersBytes: 'array-buffers',
  heapUsedBytes: 'heap-used',
  externalBytes: 'external',
};

/** Memory over time of one run of a case. */
export interface RunMemory extends ThinnedRun {
  readonly run: RunResult;
  readonly isFromSamples: boolean;
  /** The other runs that did the same, from the smallest peak to the largest. */
  readonly others: readonly ThinnedRun[];
}

/** Of the runs with a sampler that ended as expected, the one with the median peak; of others if there is none. */
export function findSampled(result: CaseResult, samples: ThinnedSamples): RunMemory | undefined {
  const runs = result.runs.filter(({ kind }) => kind === 'profile' || kind === 'stable');
  return findBest(result, runs, samples);
}

/** Live memory: of the growth run whose volume is nearest to that of the case, or of one at another volume. */
export function findLive(
  result: CaseResult,
  samples: ThinnedSamples,
  atVolume?: number,
): RunMemory | undefined {
  const runs = listLiveRuns(result, samples)
    .filter((run) => atVolume === undefined || volumeOf(run, result) === atVolume)
    .sort((one, other) => distance(one, result) - distance(other, result));
  return findBest(result, runs, samples);
}

const listLiveRuns = ({ runs }: CaseResult, samples: ThinnedSamples): RunResult[] =>
  runs.filter(({ live, index }) => live !== undefined && samples.has(index));

/** Those at which live memory was sampled. */
export const listLiveVolumes = (result: CaseResult, samples: ThinnedSamples): ReadonlySet<number> =>
  new Set(listLiveRuns(result, samples).flatMap((run) => volumeOf(run, result) ?? []));

/** In bytes; undefined for a case without a volume. */
export function volumeOf({ parameters }: RunResult, result: CaseResult): number | undefined {
  const name = findVolumeName(result);
  const volume = name === undefined ? undefined : parameters[name];
  return typeof volume === 'number' ? volume : undefined;
}

function findBest(
  result: CaseResult,
  runs: readonly RunResult[],
  samples: ThinnedSamples,
): RunMemory | undefined {
  const known = runs.flatMap((run) => readMemory(run, samples) ?? []);
  const best = known.find(({ run }) => endedAsExpected(run, result)) ?? known[0];
  if (best === undefined) return undefined;
  const alike = known.filter(({ run }) => isAlike(run, best.run));
  const series = chooseSeries(alike);
  const sorted = alike.sort((one, other) => peakOf(one.series[series]) - peakOf(other.series[series]));
  const middle = sorted[(sorted.length - 1) >> 1] ?? best;
  return { ...middle, others: sorted.filter((one) => one !== middle) };
}

const isAlike = (one: RunResult, other: RunResult): boolean =>
  one.kind === other.kind &&
  one.outcome.state === other.outcome.state &&
  Object.keys(one.parameters).every((name) => one.parameters[name] === other.parameters[name]);

/** What runs are mostly about: arrayBuffers, unless hardly anything is in them. */
export const chooseSeries = (runs: readonly Pick<ThinnedRun, 'series'>[]): SampledSeries =>
  runs.some(({ series }) => peakOf(series.arrayBuffersBytes) >= MIN_ARRAY_BUFFERS)
    ? 'arrayBuffersBytes'
    : 'rssBytes';

const MIN_ARRAY_BUFFERS = 1024 ** 2;

/** The name of the parameter whose kind is volume. */
export const findVolumeName = ({ parameterKinds }: CaseResult): string | undefined =>
  Object.keys(parameterKinds).find((name) => parameterKinds[name] === 'volume');

function distance({ parameters }: RunResult, result: CaseResult): number {
  const name = findVolumeName(result);
  if (name === undefined) return 0;
  const [own, wanted] = [Number(parameters[name]), Number(result.parameters[name])];
  return Math.abs(Math.log(own / wanted)) || 0;
}

function readMemory(run: RunResult, samples: ThinnedSamples): RunMemory | undefined {
  const thinned = samples.get(run.index);
  if (thinned !== undefined) return { run, others: [], isFromSamples: true, ...thinned };
  const { timeline, sampling } = run;
  if (timeline === undefined) return undefined;
  const series = SAMPLED_SERIES.map((name) => [
    name,
    timeline[name].flatMap((value, index) =>
      value === null ? [] : [[(index + 0.5) * timeline.bucketMs, value] as const],
    ),
  ]);
  return {
    ...{
      run,
      others: [],
      isFromSamples: false,
      sampleCount: sampling?.count ?? 0,
      intervalMs: timeline.bucketMs,
    },
    series: Object.fromEntries(series),
  };
}

/** The largest point of each series. */
export const peakOf = (points: readonly (readonly [x: number, y: number])[]): number =>
  points.reduce((max, [, value]) => Math.max(max, value), 0);

/** At most one point for each of `columns` equal stretches of time: its largest. */
export function keepPeaks(points: readonly Point[], columns: number): Point[] {
  const end = points.at(-1)?.[0] ?? 0;
  const kept = new Map<number, Point>();
  for (const point of points) {
    const column = Math.floor((columns * point[0]) / (end || 1));
    const before = kept.get(column);
    if (before === undefined || point[1] > before[1]) kept.set(column, point);
  }
  return [...kept.values()];
}
