import type { Atom } from '../atom.ts';
import { sizeOfChunk } from '../sizes.ts';
import {
  type ControllerState,
  chunkAt,
  type Inside,
  type Queue,
  type QueueObserver,
  SET_TOTAL,
  type StreamState,
} from './state.ts';

/** What is in the queue of a WritableStream, or in that of a ReadableStream which is not a byte stream. */
export abstract class ChunkQueue implements QueueObserver {
  readonly atom: Atom;
  protected readonly stream: StreamState;
  protected state: ControllerState;
  #queue: Queue;
  /** How many entries the queue had when it was last seen: chunks, and what close() of a WritableStream adds. */
  #length: number;
  #entries: Entry[] = [];
  /** The index in `#entries` of the first one that is still in the queue. */
  #head = 0;

  constructor({ stream, state }: Inside, atom: Atom) {
    this.atom = atom;
    this.stream = stream;
    this.state = state;
    this.#queue = state.queue;
    this.#length = state.queue.length;
  }

  /** Counts what is in the queue already, before Node begins to use `state`. */
  begin(state: ControllerState): void {
    this.state = state;
    const chunks = this.#length - (this.isClosing() ? 1 : 0);
    for (let index = 0; index < chunks; index += 1) {
      const chunk = chunkAt(this.#queue, index);
      this.#take(this.sizeOf(chunk), this.shareBuffered(chunk, chunks - 1 - index));
    }
  }

  queueChanged(totalBefore: number, totalNow: number): void {
    const { queue } = this.state;
    if (queue !== this.#queue) this.#replaceBy(queue);
    const length = this.#length;
    this.#length = queue.length;
    if (queue.length > length) this.#arrive(chunkAt(queue, length), totalBefore, totalNow);
    else if (queue.length < length) this.#leave(totalNow);
    else this.emptied();
  }

  abstract ended(): void;

  /** Whether close() was called. What that puts last into a queue is not a chunk. */
  protected abstract isClosing(): boolean;
  protected abstract arrived(totalBefore: number, totalNow: number): void;
  /** The first chunk was delivered. */
  protected abstract left(totalNow: number): void;
  /** The stream has failed or was cancelled. */
  protected abstract emptied(): void;

  /** Undefined unless another queue has the chunk that arrives. */
  protected shareArriving(_chunk: unknown, _bytes: number): SharedChunk | undefined {
    return undefined;
  }

  /** The same for a chunk that was queued before, with so many after it. */
  protected shareBuffered(_chunk: unknown, _chunksAfter: number): SharedChunk | undefined {
    return undefined;
  }

  protected sizeOf(chunk: unknown): number {
    return sizeOfChunk(chunk, undefined, this.atom);
  }

  protected get chunks(): number {
    return this.#entries.length - this.#head;
  }

  /** Undefined if the one with so many after it is another chunk, or is shared already. */
  protected shareWith(
    chunk: unknown,
    chunksAfter: number,
    share: (bytes: number) => SharedChunk | undefined,
  ): SharedChunk | undefined {
    const index = this.#entries.length - 1 - chunksAfter;
    const entry = index >= this.#head ? this.#entries[index] : undefined;
    if (typeof entry !== 'number' || chunkAt(this.#queue, index - this.#head) !== chunk) return undefined;
    const shared = share(entry);
    if (shared !== undefined) this.#entries[index] = shared;
    return shared;
  }

  #arrive(chunk: unknown, totalBefore: number, totalNow: number): void {
    if (this.isClosing()) return;
    const bytes = this.sizeOf(chunk);
    this.#take(bytes, this.shareArriving(chunk, bytes));
    this.arrived(totalBefore, totalNow);
  }

  #take(bytes: number, shared: SharedChunk | undefined): void {
    if (shared === undefined) this.atom.take(bytes, 1);
    else this.atom.pass(bytes, 0);
    this.#entries.push(shared ?? bytes);
  }

  #leave(totalNow: number): void {
    // What close() has queued leaves last.
    if (this.chunks === 0) return;
    const entry = this.#shift();
    if (typeof entry === 'number') this.atom.give(entry, 1);
    else entry.deliverFrom(this.atom);
    this.left(totalNow);
  }

  /** A stream that fails gets a new queue and leaves the old one as it was: none of that was delivered. */
  #replaceBy(queue: Queue): void {
    while (this.chunks > 0) {
      const entry = this.#shift();
      if (typeof entry === 'number') this.atom.hold(-entry, -1);
      else entry.dropFrom(this.atom);
    }
    this.#queue = queue;
    this.#length = 0;
  }

  #shift(): Entry {
    const entry = this.#entries[this.#head] ?? 0;
    this.#head += 1;
    if (this.#head === this.#entries.length) {
      this.#entries = [];
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }
}

/** The size of a chunk, or the chunk itself, if another queue has it, too: it is counted once. */
type Entry = number | SharedChunk;

export interface SharedChunk {
  /** It left the queue of this atom, and was delivered. */
  deliverFrom(atom: Atom): void;
  /** It left the queue of this atom, and was lost. */
  dropFrom(atom: Atom): void;
}

/** What is in the queue of a WritableStream. */
export class WritableQueue extends ChunkQueue {
  /** From the write that fills it until `ready` is resolved again. */
  #isFull: boolean;
  /** What the write in progress has put into the readable side, if this is the writable side of a transform. */
  #passed: PassedChunk[] = [];

  constructor(inside: Inside, atom: Atom) {
    super(inside, atom);
    this.#isFull = inside.state.queue.length > 0 && inside.stream.backpressure === true;
  }

  override begin(state: ControllerState): void {
    super.begin(state);
    if (this.#isFull) this.atom.becomeFull();
  }

  ended(): void {
    // If it fails while a write is in progress, it has its queue until that has finished.
    if (this.chunks === 0) this.atom.close();
  }

  /** Undefined unless the chunk is part of the one that is being written. */
  pass(chunk: unknown, bytes: number, atom: Atom): PassedChunk | undefined {
    if (this.stream.inFlightWriteRequest?.promise === undefined) return undefined;
    if (!isPartOf(chunkAt(this.state.queue, 0), chunk)) return undefined;
    const passed = new PassedChunk(bytes, atom);
    this.#passed.push(passed);
    return passed;
  }

  protected isClosing(): boolean {
    const { closeRequest, inFlightCloseRequest } = this.stream;
    return closeRequest?.promise !== undefined || inFlightCloseRequest?.promise !== undefined;
  }

  protected arrived(_totalBefore: number, totalNow: number): void {
    if (this.#isFull) this.atom.noteAfterFalse('write', SET_TOTAL);
    else this.#isFull = totalNow >= this.state.highWaterMark;
    if (this.#isFull) this.atom.becomeFull();
  }

  protected left(totalNow: number): void {
    this.#finishWrite();
    if (totalNow >= this.state.highWaterMark) return;
    this.atom.stopClock();
    // One that is closing or failing gets room without being ready again.
    if (!this.#isFull || this.isClosing() || this.stream.state !== 'writable') return;
    this.#isFull = false;
    this.atom.addDrains(1);
  }

  protected emptied(): void {
    this.#finishWrite();
    this.atom.close();
  }

  #finishWrite(): void {
    if (this.#passed.length === 0) return;
    for (const passed of this.#passed) passed.writeFinished();
    this.#passed = [];
  }
}

/**
 * What a transform has put into its readable side is counted there only when the write that it came from has finished:
 * until then, the writable side has the same bytes.
 */
class PassedChunk implements SharedChunk {
  readonly #bytes: number;
  readonly #atom: Atom;
  #isCounted = false;
  #isGone = false;

  constructor(bytes: number, atom: Atom) {
    this.#bytes = bytes;
    this.#atom = atom;
  }

  writeFinished(): void {
    if (this.#isGone) return;
    this.#isCounted = true;
    this.#atom.hold(this.#bytes, 1);
  }

  deliverFrom(atom: Atom): void {
    this.#isGone = true;
    if (this.#isCounted) atom.give(this.#bytes, 1);
    else atom.pass(0, this.#bytes);
  }

  dropFrom(atom: Atom): void {
    this.#isGone = true;
    if (this.#isCounted) atom.hold(-this.#bytes, -1);
  }
}

function isPartOf(whole: unknown, part: unknown): boolean {
  if (whole === part) return true;
  if (!ArrayBuffer.isView(whole) || !ArrayBuffer.isView(part) || whole.buffer !== part.buffer) return false;
  const start = part.byteOffset - whole.byteOffset;
  return start >= 0 && start + part.byteLength <= whole.byteLength;
}
