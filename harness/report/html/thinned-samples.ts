/** The samples of a run, thinned so that a page can hold them: in each interval of time the smallest and the largest stay. */
import type { MemoryReading } from '../../protocol.ts';

export const SAMPLED_SERIES = [
  'rssBytes',
  'arrayBuffersBytes',
  'heapUsedBytes',
  'externalBytes',
] as const satisfies readonly (keyof MemoryReading)[];
export type SampledSeries = (typeof SAMPLED_SERIES)[number];

export type Point = readonly [atMs: number, bytes: number];

export interface ThinnedRun {
  /** How many samples the run has. */
  readonly sampleCount: number;
  /** The length of an interval; undefined if every sample is shown. */
  readonly intervalMs?: number;
  /** In the order of time. */
  readonly series: Readonly<Record<SampledSeries, readonly Point[]>>;
}

/** By the index of the run. Empty if the samples are not there. */
export type ThinnedSamples = ReadonlyMap<number, ThinnedRun>;

/** An interval of one series: its smallest and its largest sample. */
interface Extremes {
  minAtMs: number;
  min: number;
  maxAtMs: number;
  max: number;
}

interface Interval {
  readonly index: number;
  readonly extremes: readonly Extremes[];
}

/**
 * Takes samples one by one, in memory that does not grow with their number: once there are more than `maxIntervals`
 * intervals, they become twice as long, and those that fall together are merged. So the smallest and the largest sample
 * of each interval are exact, with the time at which each was taken.
 */
export class SampleThinner {
  readonly #maxIntervals: number;
  #intervals: Interval[] = [];
  #intervalMs = MIN_INTERVAL_MS;
  #sampleCount = 0;

  constructor(maxIntervals: number) {
    this.#maxIntervals = maxIntervals;
  }

  /** `values` are in the order of SAMPLED_SERIES. */
  add(atMs: number, values: readonly number[]): void {
    this.#sampleCount += 1;
    const last = this.#intervals.at(-1);
    const index = Math.max(Math.floor(atMs / this.#intervalMs), last?.index ?? 0);
    if (last === undefined || index > last.index) this.#begin(index, atMs, values);
    else {
      // Without an iterator for each of millions.
      for (let series = 0; series < values.length; series += 1)
        widen(last.extremes[series] as Extremes, atMs, values[series] ?? 0);
    }
  }

  #begin(index: number, atMs: number, values: readonly number[]): void {
    const extremes = values.map((value) => ({ minAtMs: atMs, min: value, maxAtMs: atMs, max: value }));
    this.#intervals.push({ index, extremes });
    while (this.#intervals.length > this.#maxIntervals) this.#double();
  }

  #double(): void {
    this.#intervalMs *= 2;
    const merged: Interval[] = [];
    for (const { index, extremes } of this.#intervals) {
      const last = merged.at(-1);
      const half = Math.floor(index / 2);
      if (last?.index === half)
        for (const [series, own] of last.extremes.entries()) merge(own, extremes[series]);
      else merged.push({ index: half, extremes });
    }
    this.#intervals = merged;
  }

  finish(): ThinnedRun {
    const isThinned = this.#intervals.length < this.#sampleCount;
    const series = SAMPLED_SERIES.map((name, index) => [
      name,
      this.#intervals.flatMap(({ extremes }) => listPoints(extremes[index])),
    ]);
    return {
      sampleCount: this.#sampleCount,
      ...(isThinned && { intervalMs: this.#intervalMs }),
      series: Object.fromEntries(series),
    };
  }
}

/** No sampler is faster. */
const MIN_INTERVAL_MS = 1;

function widen(extremes: Extremes, atMs: number, value: number): void {
  if (value < extremes.min) {
    extremes.min = value;
    extremes.minAtMs = atMs;
  }
  if (value > extremes.max) {
    extremes.max = value;
    extremes.maxAtMs = atMs;
  }
}

function merge(own: Extremes, other: Extremes | undefined): void {
  if (other === undefined) return;
  widen(own, other.minAtMs, other.min);
  widen(own, other.maxAtMs, other.max);
}

/** One point if all samples of the interval were the same. */
function listPoints(extremes: Extremes | undefined): Point[] {
  if (extremes === undefined) return [];
  const { minAtMs, min, maxAtMs, max } = extremes;
  if (min === max) return [[minAtMs, min]];
  return minAtMs < maxAtMs
    ? [
        [minAtMs, min],
        [maxAtMs, max],
      ]
    : [
        [maxAtMs, max],
        [minAtMs, min],
      ];
}
