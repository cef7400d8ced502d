/**
 * The reading with most live memory in ArrayBuffers. What a reading shows outside of queues can be garbage: as much of it
 * counts as is still there soon after one of the next collections, which is known only then.
 */
import type { DoctorReading } from '../../snapshot.ts';

const ABOUT = 0.95;
/** V8 frees what it has collected a little later, and not all of it at once. */
const MAX_PENDING = 4;

/** From one collection to the next. */
interface Segment {
  /** The least outside of queues: what is read soon after a collection. */
  minBytes: number;
  readonly maxBuffered: DoctorReading;
  readonly maxLive: DoctorReading;
}

export class LivePeak {
  readonly #isDeep: boolean;
  #highest: DoctorReading | undefined;
  /** Those before, in turn, of which not enough is known. */
  #pending: readonly Segment[] = [];
  #current: Segment | undefined;
  #last: DoctorReading | undefined;
  #collections = 0;

  /** `isDeep`: then of two that are about the same, the one after a collection is meant. */
  constructor(isDeep: boolean) {
    this.#isDeep = isDeep;
  }

  /** To be called with all that is read, in turn; `collections`: how many of all garbage were seen until then. */
  add(reading: DoctorReading, collections: number): void {
    const isNext = reading.isCollected === true || collections !== this.#collections;
    this.#collections = collections;
    this.#last = reading;
    if (this.#current === undefined || isNext) this.#begin(reading);
    else this.#current = extended(this.#current, reading);
  }

  get reading(): DoctorReading | undefined {
    const [current, last] = [this.#current, this.#last];
    if (current === undefined || last === undefined) return undefined;
    let [highest, leftBytes] = [this.#higher(this.#highest, current, elsewhere(last)), current.minBytes];
    for (let index = this.#pending.length - 1; index >= 0; index -= 1) {
      const segment = this.#pending[index];
      if (segment === undefined) continue;
      highest = this.#higher(highest, segment, leftBytes);
      leftBytes = Math.min(leftBytes, segment.minBytes);
    }
    return highest;
  }

  #begin(reading: DoctorReading): void {
    const ended = this.#current === undefined ? this.#pending : [...this.#pending, this.#current];
    this.#current = { minBytes: elsewhere(reading), maxBuffered: reading, maxLive: reading };
    const [oldest, ...later] = ended;
    if (oldest === undefined || ended.length <= MAX_PENDING) {
      this.#pending = ended;
      return;
    }
    this.#pending = later;
    this.#highest = this.#higher(this.#highest, oldest, Math.min(...later.map(({ minBytes }) => minBytes)));
  }

  /** `leftBytes`: what was there outside of queues after the segment. */
  #higher(known: DoctorReading | undefined, segment: Segment, leftBytes: number): DoctorReading {
    const limit = (reading: DoctorReading): DoctorReading => ({
      ...reading,
      liveArrayBuffersBytes: Math.min(reading.liveArrayBuffersBytes, reading.bufferedBytes + leftBytes),
    });
    const [buffered, live] = [limit(segment.maxBuffered), limit(segment.maxLive)];
    const own = this.#isHigher(live, buffered) ? live : buffered;
    return known === undefined || this.#isHigher(own, known) ? own : known;
  }

  /** Of two that are about the same, the one in which more is known. */
  #isHigher(reading: DoctorReading, known: DoctorReading): boolean {
    const [live, highest] = [reading.liveArrayBuffersBytes, known.liveArrayBuffersBytes];
    const better = this.#quality(reading) - this.#quality(known);
    if (better === 0) return live > highest;
    return better > 0 ? live >= ABOUT * highest : ABOUT * live > highest;
  }

  #quality({ isCollected, bufferedBytes }: DoctorReading): number {
    return this.#isDeep ? Number(isCollected === true) : bufferedBytes;
  }
}

function extended({ minBytes, maxBuffered, maxLive }: Segment, reading: DoctorReading): Segment {
  return {
    minBytes: Math.min(minBytes, elsewhere(reading)),
    maxBuffered: reading.bufferedBytes > maxBuffered.bufferedBytes ? reading : maxBuffered,
    maxLive: reading.liveArrayBuffersBytes > maxLive.liveArrayBuffersBytes ? reading : maxLive,
  };
}

/** In no queue, and not known to be garbage. */
const elsewhere = ({ liveArrayBuffersBytes, bufferedBytes }: DoctorReading): number =>
  Math.max(0, liveArrayBuffersBytes - bufferedBytes);
