import type { MemoryReading } from '../protocol.ts';
import type { LiveMemory, Timeline } from '../result.ts';
import { type Moment, outsideHeap, type Sample, sumLive } from './parse-sample.ts';
import { MomentSummary } from './timeline/moment-summary.ts';
import { TimeBuckets } from './timeline/time-buckets.ts';

/** The summary of the samples of one run, which may be millions: peaks, the longest gap, and a timeline of maxima. */
export class SampleSummary {
  #count = 0;
  #lastMs = 0;
  #longestGapMs = 0;
  #peak: MemoryReading | undefined;
  readonly #buckets: TimeBuckets<MemoryReading>;
  readonly #moments: MomentSummary;

  constructor(intervalMs: number) {
    this.#buckets = new TimeBuckets(intervalMs, greatest);
    this.#moments = new MomentSummary(intervalMs);
  }

  get count(): number {
    return this.#count;
  }

  get peak(): MemoryReading | undefined {
    return this.#peak;
  }

  /** `sinceStartMs` is the time since the run began; samples come in order. */
  add(sinceStartMs: number, memory: MemoryReading, moment?: Moment): void {
    // A scenario can write to any descriptor: no bucket is wide enough for 1e999.
    if (!Number.isFinite(sinceStartMs)) return;
    this.#count += 1;
    this.#longestGapMs = Math.max(this.#longestGapMs, sinceStartMs - this.#lastMs);
    this.#lastMs = sinceStartMs;
    this.#peak = this.#peak === undefined ? memory : greatest(this.#peak, memory);
    this.#buckets.add(sinceStartMs, memory);
    if (moment !== undefined) this.#moments.add(sinceStartMs, moment);
  }

  /** The longest time without a sample in a run that took `durationMs`, its two ends included. */
  longestGapMs(durationMs: number): number {
    return Math.max(this.#longestGapMs, durationMs - this.#lastMs);
  }

  timeline(): Timeline {
    const { bucketMs, values } = this.#buckets;
    const column = (name: keyof MemoryReading): (number | null)[] =>
      values.map((bucket) => bucket?.[name] ?? null);
    return {
      bucketMs,
      rssBytes: column('rssBytes'),
      heapUsedBytes: column('heapUsedBytes'),
      externalBytes: column('externalBytes'),
      arrayBuffersBytes: column('arrayBuffersBytes'),
      ...this.#moments.summarize(),
    };
  }
}

/** The maximum of each figure, not necessarily at the same moment. */
export function greatest(a: MemoryReading, b: MemoryReading): MemoryReading {
  return {
    rssBytes: Math.max(a.rssBytes, b.rssBytes),
    heapTotalBytes: Math.max(a.heapTotalBytes, b.heapTotalBytes),
    heapUsedBytes: Math.max(a.heapUsedBytes, b.heapUsedBytes),
    externalBytes: Math.max(a.externalBytes, b.externalBytes),
    arrayBuffersBytes: Math.max(a.arrayBuffersBytes, b.arrayBuffersBytes),
  };
}

type LiveReading = Sample & { readonly live: NonNullable<Sample['live']> };

/**
 * What the watched streams buffer is taken from the readings that are near to the peak: at the very peak of a
 * program that retains what it reads, all is read and nothing is buffered any more.
 */
const NEAR_PEAK_SHARE = 0.75;

/** The summary of the live samples of one run: the peak of each figure, and the reading at which live memory was largest. */
export class LiveSummary {
  #count = 0;
  #lastMs = 0;
  #longestGapMs = 0;
  #peak: LiveMemory['peak'] | undefined;
  #atPeak: LiveReading | undefined;
  readonly #watched: { readonly liveBytes: number; readonly watchedBytes: number }[] = [];
  readonly #rss = new Rise();
  readonly #explained = new Rise();
  #maxWorkers = 0;
  #silentAnswers = 0;

  add(sample: Sample): void {
    const { live, memory, sinceStartMs } = sample;
    if (live === undefined) return;
    this.#rss.add(memory.rssBytes);
    this.#explained.add(live.physicalHeapBytes + outsideHeap(memory));
    this.#count += 1;
    this.#longestGapMs = Math.max(this.#longestGapMs, sinceStartMs - this.#lastMs);
    this.#lastMs = sinceStartMs;
    this.#maxWorkers = Math.max(this.#maxWorkers, live.workers + live.silentWorkers);
    this.#silentAnswers += live.silentWorkers;
    const { arrayBuffersBytes, externalBytes, heapUsedBytes } = this.#peak ?? memory;
    this.#peak = {
      arrayBuffersBytes: Math.max(arrayBuffersBytes, memory.arrayBuffersBytes),
      externalBytes: Math.max(externalBytes, memory.externalBytes),
      heapUsedBytes: Math.max(heapUsedBytes, memory.heapUsedBytes),
    };
    this.#watched.push({ liveBytes: sumLive(memory), watchedBytes: live.watchedBytes });
    if (this.#atPeak === undefined || sumLive(memory) > sumLive(this.#atPeak.memory))
      this.#atPeak = { ...sample, live };
  }

  /** Undefined if there was no reading. */
  summarize(): LiveMemory | undefined {
    if (this.#peak === undefined || this.#atPeak === undefined) return undefined;
    const { memory, live, sinceStartMs } = this.#atPeak;
    const { arrayBuffersBytes, externalBytes, heapUsedBytes } = memory;
    const { workerBytes } = live;
    const near = this.#watched.filter(({ liveBytes }) => liveBytes >= NEAR_PEAK_SHARE * sumLive(memory));
    const watchedBytes = near.reduce((most, one) => Math.max(most, one.watchedBytes), 0);
    return {
      readings: this.#count,
      longestGapMs: this.#longestGapMs,
      peak: this.#peak,
      atPeak: { sinceStartMs, arrayBuffersBytes, externalBytes, heapUsedBytes, watchedBytes, workerBytes },
      nativeBytes: Math.max(0, this.#rss.bytes - this.#explained.bytes),
      ...(this.#maxWorkers > 0 && {
        workers: { maxConcurrent: this.#maxWorkers, missingAnswers: this.#silentAnswers },
      }),
    };
  }
}

/** By how much a figure rose at most above its first value. */
class Rise {
  #first: number | undefined;
  #most = 0;

  get bytes(): number {
    return this.#most;
  }

  add(bytes: number): void {
    this.#first ??= bytes;
    this.#most = Math.max(this.#most, bytes - this.#first);
  }
}
