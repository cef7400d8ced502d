import { beingWritten } from '../being-written.ts';
import type { Atom } from '../sums/atom.ts';
import { sizeOfChunk } from '../sums/sizes.ts';
import {
  type ControllerState,
  chunkAt,
  type Inside,
  lengthBefore,
  type Queue,
  type QueueObserver,
  type StreamState,
} from './state.ts';

/** What is in the queue of a WritableStream, or of a ReadableStream which is not a byte stream. */
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

  constructor(inside: Inside, atom: Atom) {
    const { stream, state } = inside;
    this.atom = atom;
    this.stream = stream;
    this.state = state;
    this.#queue = state.queue;
    this.#length = lengthBefore(inside);
  }

  /** Counts what is in the queue already, before Node begins to use `state`. */
  begin(state: ControllerState): void {
    this.state = state;
    const chunks = this.#length - (this.isClosing() ? 1 : 0);
    for (let index = 0; index < chunks; index += 1) {
      const chunk = chunkAt(this.#queue, index);
      this.#take(chunk, this.sizeOf(chunk), this.shareBuffered(chunk, chunks - 1 - index));
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
    this.#take(chunk, bytes, this.shareArriving(chunk, bytes));
    this.arrived(totalBefore, totalNow);
  }

  #take(chunk: unknown, bytes: number, shared: SharedChunk | undefined): void {
    this.#entries.push(shared ?? bytes);
    if (shared !== undefined) {
      this.atom.pass(bytes, 0);
      return;
    }
    beingWritten.by?.passOn(chunk, bytes, 1, this.atom);
    this.atom.take(bytes, 1);
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
      if (typeof entry === 'number') this.atom.change(-entry, -1);
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
