import type { MemoryReading } from '../protocol.ts';
import type { Timeline } from '../result.ts';

/** As many as a wide chart has columns. When all are full, adjacent ones are joined: memory does not grow with the samples. */
const BUCKETS = 240;

/** The summary of the samples of one run, which may be millions: peaks, the longest gap, and a timeline of maxima. */
export class SampleSummary {
  #count = 0;
  #lastMs = 0;
  #longestGapMs = 0;
  #bucketMs: number;
  #peak: MemoryReading | undefined;
  #buckets: (MemoryReading | undefined)[] = [];

  constructor(intervalMs: number) {
    this.#bucketMs = intervalMs;
  }

  get count(): number {
    return this.#count;
  }

  get peak(): MemoryReading | undefined {
    return this.#peak;
  }

  /** `sinceStartMs` is the time since the run began; samples come in order. */
  add(sinceStartMs: number, memory: MemoryReading): void {
    // A scenario can write to any descriptor: no bucket is wide enough for 1e999.
    if (!Number.isFinite(sinceStartMs)) return;
    this.#count += 1;
    this.#longestGapMs = Math.max(this.#longestGapMs, sinceStartMs - this.#lastMs);
    this.#lastMs = sinceStartMs;
    this.#peak = join(this.#peak, memory);
    const index = this.#bucketIndex(Math.max(0, sinceStartMs));
    this.#buckets[index] = join(this.#buckets[index], memory);
  }

  /** The longest time without a sample in a run that took `durationMs`, its two ends included. */
  longestGapMs(durationMs: number): number {
    return Math.max(this.#longestGapMs, durationMs - this.#lastMs);
  }

  timeline(): Timeline {
    const column = (name: keyof MemoryReading): (number | null)[] =>
      Array.from(this.#buckets, (bucket) => bucket?.[name] ?? null);
    return {
      bucketMs: this.#bucketMs,
      rssBytes: column('rssBytes'),
      heapUsedBytes: column('heapUsedBytes'),
      externalBytes: column('externalBytes'),
      arrayBuffersBytes: column('arrayBuffersBytes'),
    };
  }

  #bucketIndex(sinceStartMs: number): number {
    while (sinceStartMs >= this.#bucketMs * BUCKETS) this.#halve();
    return Math.floor(sinceStartMs / this.#bucketMs);
  }

  #halve(): void {
    this.#bucketMs *= 2;
    const buckets = this.#buckets;
    this.#buckets = Array.from({ length: Math.ceil(buckets.length / 2) }, (_, index) =>
      join(buckets[2 * index], buckets[2 * index + 1]),
    );
  }
}

function join(left: MemoryReading | undefined, right: MemoryReading | undefined): MemoryReading | undefined {
  return left === undefined || right === undefined ? (right ?? left) : greatest(left, right);
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
