/**
 * The reading with most live memory in ArrayBuffers. What a reading shows outside of queues can be garbage: at most as much
 * of it was live as was there soon after the collection before it, or after the next one, which is known only then.
 */
import type { DoctorReading } from '../../snapshot.ts';

const ABOUT = 0.95;

/** From one collection to the next. */
interface Segment {
  /** The least outside of queues: what is read soon after a collection. */
  leastBytes: number;
  readonly mostBuffered: DoctorReading;
  readonly mostLive: DoctorReading;
}

export class LivePeak {
  readonly #isDeep: boolean;
  #highest: DoctorReading | undefined;
  #before: Segment | undefined;
  #current: Segment | undefined;
  #last: DoctorReading | undefined;
  #collections = 0;

  /** `isDeep`: then those after a collection are compared, as estimates say less. */
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
    const [before, current, last] = [this.#before, this.#current, this.#last];
    let highest = this.#highest;
    if (current === undefined || last === undefined) return highest;
    if (before !== undefined) highest = this.#higher(highest, before, current.leastBytes);
    return this.#higher(highest, current, elsewhere(last));
  }

  #begin(reading: DoctorReading): void {
    const [before, current] = [this.#before, this.#current];
    if (before !== undefined && current !== undefined)
      this.#highest = this.#higher(this.#highest, before, current.leastBytes);
    this.#before = current;
    this.#current = { leastBytes: elsewhere(reading), mostBuffered: reading, mostLive: reading };
  }

  #higher(known: DoctorReading | undefined, segment: Segment, leastAfterBytes: number): DoctorReading {
    const maxElsewhereBytes = Math.max(segment.leastBytes, leastAfterBytes);
    const limit = (reading: DoctorReading): DoctorReading => ({
      ...reading,
      liveArrayBuffersBytes: Math.min(
        reading.liveArrayBuffersBytes,
        reading.bufferedBytes + maxElsewhereBytes,
      ),
    });
    const [buffered, live] = [limit(segment.mostBuffered), limit(segment.mostLive)];
    const own = this.#isHigher(live, buffered) ? live : buffered;
    return known === undefined || this.#isHigher(own, known) ? own : known;
  }

  /** Of two that are about the same, the one in which more is known. */
  #isHigher(reading: DoctorReading, known: DoctorReading): boolean {
    const isCollected = reading.isCollected === true;
    if (this.#isDeep && isCollected !== (known.isCollected === true)) return isCollected;
    const { liveArrayBuffersBytes: live, bufferedBytes } = reading;
    return bufferedBytes > known.bufferedBytes
      ? live >= ABOUT * known.liveArrayBuffersBytes
      : live > known.liveArrayBuffersBytes;
  }
}

function extended({ leastBytes, mostBuffered, mostLive }: Segment, reading: DoctorReading): Segment {
  return {
    leastBytes: Math.min(leastBytes, elsewhere(reading)),
    mostBuffered: reading.bufferedBytes > mostBuffered.bufferedBytes ? reading : mostBuffered,
    mostLive: reading.liveArrayBuffersBytes > mostLive.liveArrayBuffersBytes ? reading : mostLive,
  };
}

/** In no queue, and not known to be garbage. */
const elsewhere = ({ liveArrayBuffersBytes, bufferedBytes }: DoctorReading): number =>
  Math.max(0, liveArrayBuffersBytes - bufferedBytes);
