/** The two sides of a Node.js stream: what each change of a length means. */
import type { CalledMethod } from '../protocol.ts';
import { Atom, beingWritten } from './atom.ts';
import type { Member, Way } from './label.ts';
import type { ReadableState, State, WritableState } from './node-internals.ts';
import { ChunkSizes } from './sizes.ts';

/**
 * The call of write(), end(), push() or unshift() that has not yet changed the length of its state: what a length does
 * not say. One object for all calls, since such a call is no place for allocations; nested calls put it back.
 */
export const arrival = {
  state: undefined as State | undefined,
  /** Below 0 if the length says it. */
  bytes: -1,
  chunk: undefined as unknown,
  isPutBack: false,
  method: 'write' as CalledMethod,
  /** The function that the program called, and the one that sees the length: one of both is on the stack. */
  below: undefined as ((...args: never[]) => unknown) | undefined,
  seenBy: (() => {}) as (...args: never[]) => unknown,
};

/** A stream that is not destroyed by an error, whose sink may have failed with its last change. */
let unconfirmed: WritableSide | undefined;

/** To be called before anything else can set an error. */
export function confirm(): void {
  if (unconfirmed === undefined) return;
  unconfirmed.confirm();
  unconfirmed = undefined;
}

/** What both sides have in common. */
abstract class Side {
  readonly atom: Atom;
  /** Only the state refers to it, and it to nothing: it is collected when the state is. */
  readonly token = {};
  protected readonly countsChunks: boolean;
  protected readonly markBytes: number | undefined;
  protected isMarked = false;
  /** Only where a unit of the length is not a byte. */
  protected sizes: ChunkSizes | undefined;

  constructor(way: Way, member: Member, state: State) {
    this.atom = new Atom(way, member, state.objectMode);
    this.countsChunks = state.objectMode;
    this.markBytes = state.objectMode ? undefined : state.highWaterMark;
    if (state.objectMode) this.sizes = new ChunkSizes();
  }

  /** The highWaterMark of a side of a Duplex counts when that side is first used: most are used in one direction. */
  mark(): void {
    this.isMarked = true;
    this.atom.setMark(this.markBytes);
  }

  /** What was buffered before it was watched. */
  begin(chunks: readonly { readonly units: number; readonly bytes: number }[]): void {
    let [units, bytes] = [0, 0];
    for (const chunk of chunks) {
      units += chunk.units;
      bytes += chunk.bytes;
    }
    if (units === 0) return;
    if (units !== bytes) {
      this.sizes ??= new ChunkSizes();
      for (const chunk of chunks) this.sizes.add(chunk.units, chunk.bytes);
    }
    this.mark();
    this.atom.take(bytes, this.countsChunks ? units : 0);
  }

  protected record(before: number, units: number, bytes: number, isPutBack: boolean): void {
    if (this.sizes === undefined) {
      this.sizes = new ChunkSizes();
      if (before > 0) this.sizes.add(before, before);
    }
    if (isPutBack) this.sizes.putBack(units, bytes);
    else this.sizes.add(units, bytes);
  }
}

/** What the connection of an HTTP message says to it. */
export interface MessageOnWay {
  drain: () => void;
  close: () => void;
}

export class WritableSide extends Side {
  /** The HTTP message that is being written, if that is watched. */
  message: MessageOnWay | undefined;
  /** The other side, if what is pushed there can be what was written here. */
  mate: ReadableSide | undefined;
  /** The chunk that a transform is at work on. */
  onWay: unknown;
  /** What left with the last change: the sink may have failed on it, which the state says right after it. */
  #lastBytes = 0;
  #isDrainExpected = false;
  #hasFailed = false;
  /** The error can also be that of a write after end(). */
  #hasSinkFailed = false;
  /** Of a stream that is not destroyed by an error. */
  readonly #state: WeakRef<WritableState> | undefined;
  readonly #isConfirmed: boolean;

  constructor(way: Way, member: Member, state: WritableState) {
    super(way, member, state);
    this.#isConfirmed = state.autoDestroy === false;
    if (this.#isConfirmed) this.#state = new WeakRef(state);
  }

  grow(state: WritableState, before: number, now: number): void {
    const { atom } = this;
    if (!atom.isOpen && !this.#reopen(state)) return;
    const units = now - before;
    const isCalled = arrival.state === state;
    const bytes = isCalled && arrival.bytes >= 0 ? arrival.bytes : units;
    if (state.needDrain) this.#noteAfterFalse(isCalled);
    this.#isDrainExpected = false;
    if (isCalled) arrival.state = undefined;
    if (unconfirmed !== undefined) confirm();
    if (this.sizes !== undefined || bytes !== units) this.record(before, units, bytes, false);
    const chunks = this.countsChunks ? units : 0;
    if (isCalled && beingWritten.by !== undefined) beingWritten.by.passOn(arrival.chunk, bytes, chunks, atom);
    if (before === 0 && !this.isMarked) this.mark();
    if (before === 0 || isCalled) atom.takeForNow(bytes, chunks);
    else atom.take(bytes, chunks);
    // Node pipes by a function of its own, from 26.12 on.
    if (before === 0 && !isCalled && now >= state.highWaterMark) atom.becomeFull();
  }

  shrink(state: WritableState, before: number, now: number): void {
    const { atom } = this;
    const units = before - now;
    const bytes = this.sizes === undefined ? units : this.sizes.leave(units);
    if (!atom.isOpen) return;
    const chunks = this.countsChunks ? units : 0;
    if (unconfirmed !== undefined) confirm();
    if (state.errored && this.#isLost(state)) {
      atom.hold(-bytes, -chunks);
      return;
    }
    if (state.sync) atom.giveAtOnce(bytes, chunks);
    else atom.give(bytes, chunks);
    if (!this.#hasFailed) this.#lastBytes = bytes;
    if (this.#isConfirmed) unconfirmed = this;
    if (this.mate !== undefined) this.#passOn(this.mate);
    if (now > 0) return;
    if (!Number.isNaN(atom.fullSince)) atom.stopClock();
    // Node emits 'drain' next, unless a write comes first.
    if (state.needDrain && !state.ending) {
      this.#isDrainExpected = true;
      atom.addDrains(1);
      this.message?.drain();
    }
    if (!this.countsChunks) this.sizes = undefined;
  }

  /** Whether the sink has failed with the last change is known right after it. */
  confirm(): void {
    const state = this.#state?.deref();
    if (state?.errored) this.fail(state);
    else this.#lastBytes = 0;
  }

  /** An empty chunk comes or leaves. */
  passEmpty(state: WritableState): void {
    confirm();
    if (state.errored && this.atom.isOpen) this.fail(state);
    this.#lastBytes = 0;
  }

  /** An empty chunk does not change the length. */
  noteEmpty(state: WritableState): void {
    if (state.needDrain && state.destroyed !== true) this.#noteAfterFalse(true);
  }

  /** write() or end() has returned false. */
  noteFull(state: WritableState): void {
    if (state.needDrain && this.atom.isOpen) this.atom.becomeFull();
  }

  /** No 'drain' comes after end(), nor after destroy(). */
  expectNoDrain(state: WritableState): void {
    if (this.#isDrainExpected && state.needDrain) this.atom.addDrains(-1);
    this.#isDrainExpected = false;
  }

  /** The sink has failed on the chunk that was thought to be delivered. */
  fail(state: WritableState): void {
    this.expectNoDrain(state);
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#hasSinkFailed = this.#lastBytes > 0;
    this.atom.pass(0, -this.#lastBytes);
    this.#lastBytes = 0;
  }

  close(state: WritableState): void {
    if (!this.atom.isOpen) return;
    if (state.errored) this.fail(state);
    this.expectNoDrain(state);
    this.onWay = undefined;
    this.message?.close();
    this.atom.close();
  }

  /** A socket can connect a second time. */
  #reopen(state: WritableState): boolean {
    if (state.destroyed === true) return false;
    this.#hasFailed = false;
    this.#hasSinkFailed = false;
    this.atom.reopen();
    return true;
  }

  #noteAfterFalse(isCalled: boolean): void {
    if (this.#isDrainExpected) this.atom.addDrains(-1);
    const { method, below, seenBy } = arrival;
    if (isCalled && below !== undefined) this.atom.noteAfterFalse(method, below);
    else this.atom.noteAfterFalse('write', seenBy);
  }

  /** What the sink was not given is dropped after an error, and what it is given after it failed is not delivered. */
  #isLost(state: WritableState): boolean {
    this.fail(state);
    return !state.writelen || this.#hasSinkFailed;
  }

  #passOn(mate: ReadableSide): void {
    this.onWay = undefined;
    mate.takeOver();
  }
}

export class ReadableSide extends Side {
  mate: WritableSide | undefined;
  /** Whether the last push() returned false. */
  saidFalse = false;
  /** Whether it keeps strings: see setEncoding(). */
  isText: boolean;
  isChangingEncoding = false;
  /** Bytes of a character whose other bytes have not been pushed. */
  #partialBytes = 0;
  /** What of the queue counts in the other side for as long as the chunk that it is part of is on its way. */
  #sharedBytes = 0;
  #sharedChunks = 0;
  #bytesOut = 0;
  /** Node takes a chunk out and puts it back at once, from 26.12 on. */
  #unitsPutBack = 0;

  constructor(way: Way, member: Member, state: ReadableState) {
    super(way, member, state);
    this.isText = Boolean(state.decoder);
  }

  grow(state: ReadableState, before: number, now: number): void {
    const { atom } = this;
    if (this.isChangingEncoding || (!atom.isOpen && !this.#reopen(state))) return;
    const units = now - before;
    if (this.#unitsPutBack > 0) {
      this.#unitsPutBack = 0;
      atom.take(units, 0);
      return;
    }
    const isCalled = arrival.state === state;
    let bytes = isCalled && arrival.bytes >= 0 ? arrival.bytes : units;
    const isPutBack = isCalled && arrival.isPutBack;
    if (isCalled) arrival.state = undefined;
    if (this.isText && !isPutBack) {
      bytes += this.#partialBytes;
      this.#partialBytes = 0;
    }
    if (this.sizes !== undefined || bytes !== units) this.record(before, units, bytes, isPutBack);
    if (!this.isMarked) this.mark();
    const chunks = this.countsChunks ? units : 0;
    if (isPutBack) {
      this.#putBack(bytes, 0);
      atom.hold(bytes, chunks);
    } else if (isCalled && this.mate !== undefined && this.#isOnWay(arrival.chunk, this.mate.onWay)) {
      atom.pass(bytes, 0);
      this.#sharedBytes += bytes;
      this.#sharedChunks += chunks;
    } else atom.take(bytes, chunks);
  }

  shrink(state: ReadableState, before: number, now: number): void {
    const { atom } = this;
    if (this.isChangingEncoding) return;
    const units = before - now;
    const bytes = this.sizes === undefined ? units : this.sizes.leave(units);
    if (!atom.isOpen) {
      // A destroyed stream can still be read.
      atom.pass(0, bytes);
      return;
    }
    if (arrival.state === state && state.sync === true) {
      this.#unitsPutBack = units;
      atom.pass(-bytes, 0);
      atom.hold(-bytes, 0);
      return;
    }
    const chunks = this.countsChunks ? units : 0;
    this.#bytesOut += bytes;
    if (this.#sharedBytes > 0 || this.#sharedChunks > 0) this.#giveShared(bytes, chunks);
    else atom.give(bytes, chunks);
    if (!Number.isNaN(atom.fullSince) && now < state.highWaterMark) atom.stopClock();
    if (now === 0 && !this.countsChunks && !this.isText) this.sizes = undefined;
  }

  /** A chunk that was pushed or put back, and delivered without being buffered. */
  deliver(state: ReadableState, bytes: number, isPutBack: boolean): void {
    if (!this.isMarked) this.mark();
    if (this.isText && state.flowing !== true) this.#partialBytes += bytes;
    else if (isPutBack) this.#putBack(bytes, bytes);
    else {
      this.atom.pass(bytes, bytes);
      this.#bytesOut += bytes;
    }
  }

  /** From now on it counts UTF-16 code units; the bytes are the same. */
  startText(length: number): void {
    this.isText = true;
    this.sizes = new ChunkSizes();
    this.sizes.add(length, this.atom.bytes + this.#sharedBytes);
  }

  /** What it shares has left the other side. */
  takeOver(): void {
    if (this.#sharedBytes === 0 && this.#sharedChunks === 0) return;
    const [bytes, chunks] = [this.#sharedBytes, this.#sharedChunks];
    this.#sharedBytes = 0;
    this.#sharedChunks = 0;
    if (this.atom.isOpen) this.atom.hold(bytes, chunks);
  }

  close(): void {
    this.#sharedBytes = 0;
    this.#sharedChunks = 0;
    this.atom.close();
  }

  #reopen(state: ReadableState): boolean {
    if (state.destroyed === true) return false;
    this.atom.reopen();
    return true;
  }

  /** What is put back was out before, and has not come in again: but only as much as was out. */
  #putBack(bytes: number, bytesOut: number): void {
    const back = Math.min(bytes, this.#bytesOut);
    this.#bytesOut += bytesOut - back;
    this.atom.pass(bytes - back, bytesOut - back);
  }

  /** What is shared was pushed last, so it leaves last. */
  #giveShared(bytes: number, chunks: number): void {
    const ownBytes = Math.min(bytes, this.atom.bytes);
    const ownChunks = Math.min(chunks, this.atom.chunks);
    this.#sharedBytes -= bytes - ownBytes;
    this.#sharedChunks -= chunks - ownChunks;
    this.atom.pass(0, bytes - ownBytes);
    this.atom.give(ownBytes, ownChunks);
  }

  /** Whether it is the same chunk, or lies in its memory. */
  #isOnWay(chunk: unknown, onWay: unknown): boolean {
    if (onWay === undefined) return false;
    if (ArrayBuffer.isView(chunk) && ArrayBuffer.isView(onWay)) {
      const [start, end] = [chunk.byteOffset, chunk.byteOffset + chunk.byteLength];
      const isInside = start >= onWay.byteOffset && end <= onWay.byteOffset + onWay.byteLength;
      return chunk.buffer === onWay.buffer && isInside;
    }
    return chunk === onWay && (this.countsChunks || typeof chunk === 'object');
  }
}
