import type { MemoryReading } from '../protocol.ts';
import type { Timeline } from '../result.ts';

/** As many as a wide chart has columns. When they are full, neighbours are joined: memory does not grow with the samples. */
const BUCKETS = 240;
const SERIES = ['rssBytes', 'heapUsedBytes', 'externalBytes', 'arrayBuffersBytes'] as const;

/** What is kept of the samples of one run, which may be millions: peaks, the longest gap, and a timeline of maxima. */
export class SampleSummary {
  #count = 0;
  #lastMs = 0;
  #longestGapMs = 0;
  #bucketMs: number;
  #peak: MemoryReading | undefined;
  #buckets: ({ [Name in (typeof SERIES)[number]]: number } | undefined)[] = [];

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
    this.#count += 1;
    this.#longestGapMs = Math.max(this.#longestGapMs, sinceStartMs - this.#lastMs);
    this.#lastMs = sinceStartMs;
    this.#peak = this.#peak === undefined ? memory : greatest(this.#peak, memory);
    const index = this.#bucketIndex(Math.max(0, sinceStartMs));
    const bucket = this.#buckets[index];
    this.#buckets[index] = bucket === undefined ? { ...memory } : join(bucket, memory);
  }

  /** The longest time without a sample in a run that took `durationMs`, its two ends included. */
  longestGapMs(durationMs: number): number {
    return Math.max(this.#longestGapMs, durationMs - this.#lastMs);
  }

  timeline(): Timeline {
    const column = (name: (typeof SERIES)[number]): (number | null)[] =>
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
    this.#buckets = Array.from({ length: Math.ceil(this.#buckets.length / 2) }, (_, index) => {
      const [left, right] = [this.#buckets[2 * index], this.#buckets[2 * index + 1]];
      return left !== undefined && right !== undefined ? join(left, right) : (left ?? right);
    });
  }
}

function join<Bucket extends Record<(typeof SERIES)[number], number>>(
  left: Bucket,
  right: Record<(typeof SERIES)[number], number>,
): Bucket {
  const joined = { ...left };
  for (const name of SERIES) Object.assign(joined, { [name]: Math.max(left[name], right[name]) });
  return joined;
}

/** The greatest of each figure, which need not have been at one moment. */
export function greatest(a: MemoryReading, b: MemoryReading): MemoryReading {
  return {
    rssBytes: Math.max(a.rssBytes, b.rssBytes),
    heapTotalBytes: Math.max(a.heapTotalBytes, b.heapTotalBytes),
    heapUsedBytes: Math.max(a.heapUsedBytes, b.heapUsedBytes),
    externalBytes: Math.max(a.externalBytes, b.externalBytes),
    arrayBuffersBytes: Math.max(a.arrayBuffersBytes, b.arrayBuffersBytes),
  };
}
