import type { LiveMemory } from '../result.ts';
import { outsideHeap, type Sample, sumLive } from './parse-sample.ts';

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
  #mostWorkers = 0;
  #silentAnswers = 0;

  add(sample: Sample): void {
    const { live, memory, sinceStartMs } = sample;
    if (live === undefined) return;
    this.#rss.add(memory.rssBytes);
    this.#explained.add(live.physicalHeapBytes + outsideHeap(memory));
    this.#count += 1;
    this.#longestGapMs = Math.max(this.#longestGapMs, sinceStartMs - this.#lastMs);
    this.#lastMs = sinceStartMs;
    this.#mostWorkers = Math.max(this.#mostWorkers, live.workers + live.silentWorkers);
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
      ...(this.#mostWorkers > 0 && {
        workers: { mostAtOnce: this.#mostWorkers, missingAnswers: this.#silentAnswers },
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
