/** What is counted under one label of `watch`, over all of its streams. */
import type { CalledMethod } from '../../protocol.ts';
import type { StreamCounters } from '../../scenario.ts';
import { type Below, FirstCall, NoCall } from '../call-site.ts';
import { now } from './clock.ts';

/** What is buffered at this moment, and the most that ever was: up to date after settle(). */
export class Sum {
  bytes = 0;
  chunks = 0;
  peakBytes = 0;
  peakChunks = 0;
  /** From this much on, `alert` is called whenever a peak is raised: for those who count every stream, see unwatched.ts. */
  alertAtBytes = Number.POSITIVE_INFINITY;
  alertAtChunks = Number.POSITIVE_INFINITY;

  /** `queue` is the one that has grown. */
  alert(_queue: object): void {}

  /** Adds a change, and how much more it was meanwhile. Returns whether there was more than ever before. */
  change(bytes: number, chunks: number, moreBytes = 0, moreChunks = 0): boolean {
    const maxBytes = this.bytes + moreBytes;
    const maxChunks = this.chunks + moreChunks;
    const isMore = maxBytes > this.peakBytes || maxChunks > this.peakChunks;
    if (maxBytes > this.peakBytes) this.peakBytes = maxBytes;
    if (maxChunks > this.peakChunks) this.peakChunks = maxChunks;
    this.bytes += bytes;
    this.chunks += chunks;
    return isMore;
  }

  /** How many bytes more may alert. */
  bytesUntilAlert(countsChunks: boolean): number {
    if (countsChunks && this.alertAtChunks !== Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
    return this.alertAtBytes - this.bytes;
  }

  /** Of it and the others. Nothing is called that a program can have replaced by a function that writes into the queue. */
  minUntilAlert(others: readonly Sum[] | undefined, countsChunks: boolean): number {
    let min = this.bytesUntilAlert(countsChunks);
    if (others === undefined) return min;
    for (const sum of others) {
      const bytes = sum.bytesUntilAlert(countsChunks);
      if (bytes < min) min = bytes;
    }
    return min;
  }

  get isAlerting(): boolean {
    return this.bytes >= this.alertAtBytes || this.chunks >= this.alertAtChunks;
  }
}

/** What came in and what left, in one direction. */
export class Flow {
  bytesIn = 0;
  bytesOut = 0;
}

/**
 * The directions: into a Writable; into a Readable; into and out of a transform, whose two sides are one way; and the
 * readable side of a Duplex, which is independent of its writable side.
 */
export type Way = 'written' | 'pushed' | 'entered' | 'left' | 'received';

/** A queue that is full, or was when it was last seen. */
interface Full {
  readonly way: Way;
  readonly fullSince: number | undefined;
}

export class Label extends Sum {
  /** Whether its clock is started for a ReadableStream as well: nobody waits for that one. */
  readonly timesReadableStreams: boolean = false;
  readonly flows: Readonly<Record<Way, Flow>> = {
    written: new Flow(),
    pushed: new Flow(),
    entered: new Flow(),
    left: new Flow(),
    received: new Flow(),
  };
  /** The list of labels of each queue that only this one counts: most need no list of their own. */
  readonly alone: readonly Label[] = [this];
  readonly firstCall: FirstCall;
  writesAfterFalse = 0;
  pushesAfterFalse = 0;
  drains = 0;
  /** Whether a chunk is a unit of one of its queues. */
  countsChunks = false;
  /** Calls of a write() that did not reach the queue of its stream: see write-elsewhere.ts. */
  writesElsewhere = 0;
  /** Chunks whose size is not known, or not known in full. */
  unsizedChunks = 0;
  #droppedBytes = 0;
  #droppedWrites = 0;
  #backpressureMs = 0;
  /** The sum of the highWaterMarks of the open queues, and the most that was ever open at once. */
  #openHighWaterMarkBytes = 0;
  #peakHighWaterMarkBytes = 0;
  #hasHighWaterMarkInBytes = false;
  #hasHighWaterMarkInChunks = false;
  /** The one that has been full for longest: mostly the only one, so that a set would cost each drain more than all else. */
  #longestFull: Full | undefined;
  /** In the order in which they became full. */
  readonly #otherFull = new Set<Full>();

  constructor(firstCall = new FirstCall()) {
    super();
    this.firstCall = firstCall;
  }

  /** Undefined for a highWaterMark that counts chunks. */
  openHighWaterMark(bytes: number | undefined): void {
    if (bytes === undefined) {
      this.#hasHighWaterMarkInChunks = true;
      return;
    }
    this.#hasHighWaterMarkInBytes = true;
    this.#openHighWaterMarkBytes += bytes;
    if (this.#openHighWaterMarkBytes > this.#peakHighWaterMarkBytes)
      this.#peakHighWaterMarkBytes = this.#openHighWaterMarkBytes;
  }

  closeHighWaterMark(bytes: number | undefined): void {
    if (bytes !== undefined) this.#openHighWaterMarkBytes -= bytes;
  }

  /** What a stream of node:stream/iter has lost by its policy. */
  noteDropped(bytes: number): void {
    this.#droppedBytes += bytes;
    this.#droppedWrites += 1;
  }

  startClock(full: Full): void {
    if (this.#longestFull === undefined) this.#longestFull = full;
    else this.#otherFull.add(full);
  }

  stopClock(full: Full, atMs: number): void {
    if (full === this.#longestFull) this.#longestFull = this.#takeNextFull();
    else if (!this.#otherFull.delete(full)) return;
    this.#backpressureMs += timeUnderBackpressure(full, atMs);
  }

  countAfterFalse(method: CalledMethod, below: Below, queue: object): void {
    if (method === 'write' || method === 'end') this.writesAfterFalse += 1;
    else this.pushesAfterFalse += 1;
    this.firstCall.note(method, below, queue);
  }

  /** Of a Duplex, whose two directions are independent of each other, it is the direction in which more was delivered. */
  get bytesDelivered(): number {
    const { written, pushed, left, received } = this.flows;
    return pushed.bytesOut + left.bytesOut + Math.max(written.bytesOut, received.bytesOut);
  }

  counters(): StreamCounters {
    const atMs = now();
    const { written, pushed, entered, left, received } = this.flows;
    const longest = this.#longestFull;
    const backpressureMs = [...(longest === undefined ? [] : [longest]), ...this.#otherFull].reduce(
      (sum, full) => sum + timeUnderBackpressure(full, atMs),
      this.#backpressureMs,
    );
    const isHighWaterMarkInBytes = this.#hasHighWaterMarkInBytes && !this.#hasHighWaterMarkInChunks;
    return {
      peakBufferedBytes: this.peakBytes,
      ...(this.countsChunks && { peakBufferedChunks: this.peakChunks }),
      ...(this.unsizedChunks > 0 && { unsizedChunks: this.unsizedChunks }),
      ...(isHighWaterMarkInBytes && { highWaterMarkBytes: this.#peakHighWaterMarkBytes }),
      ...(this.#droppedWrites > 0 && {
        droppedBytes: this.#droppedBytes,
        droppedWrites: this.#droppedWrites,
      }),
      writesAfterFalse: this.writesAfterFalse,
      pushesAfterFalse: this.pushesAfterFalse,
      drains: this.drains,
      backpressureMs,
      ...(longest !== undefined && { fullForMs: atMs - (longest.fullSince ?? atMs) }),
      bytesIn: written.bytesIn + pushed.bytesIn + entered.bytesIn + received.bytesIn,
      bytesOut: written.bytesOut + pushed.bytesOut + left.bytesOut + received.bytesOut,
    };
  }

  #takeNextFull(): Full | undefined {
    if (this.#otherFull.size === 0) return undefined;
    const [next] = this.#otherFull;
    if (next !== undefined) this.#otherFull.delete(next);
    return next;
  }
}

/** Only a writer waits for 'drain'. */
const timeUnderBackpressure = ({ way, fullSince }: Full, atMs: number): number =>
  way === 'written' || way === 'entered' ? atMs - (fullSince ?? atMs) : 0;

/** By whom a queue is counted. */
export interface Member {
  readonly label: Label;
  /** The sum over all labels of a Watcher. */
  readonly total: Sum;
  /** Whether only what it buffers counts, as of the connection of an HTTP response: what flows through it is another's. */
  readonly isBorrowed?: boolean;
}

/** One list for all queues that have no other members. */
export const NO_MEMBERS: readonly Member[] = [];

/** Counts for nobody: the first member of a queue that is only borrowed. */
export const REST: Member = { label: new Label(new NoCall()), total: new Sum() };

/** All sums of these members but two: none counts a queue twice, through however many members it gets it. */
export function sumsOf(members: readonly Member[], ...but: readonly Sum[]): Sum[] {
  const sums: Sum[] = [];
  for (const { label, total } of members)
    for (const sum of [label, total]) if (!but.includes(sum) && !sums.includes(sum)) sums.push(sum);
  return sums;
}

/** Of a queue that the first counts, and these members. */
export function labelsOf(first: Label, members: readonly Member[]): Label[] {
  const labels = [first];
  for (const { label, isBorrowed } of members) if (!isBorrowed) labels.push(label);
  return labels;
}

export function passThrough(
  members: readonly Pick<Member, 'label' | 'isBorrowed'>[],
  way: Way,
  bytesIn: number,
  bytesOut: number,
): void {
  for (const { label, isBorrowed } of members) {
    if (isBorrowed) continue;
    label.flows[way].bytesIn += bytesIn;
    label.flows[way].bytesOut += bytesOut;
  }
}
