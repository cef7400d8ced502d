/** The readable side of a Node.js stream: what each change of its length means. */
import type { Member, Way } from '../sums/label.ts';
import { ChunkSizes } from '../sums/sizes.ts';
import type { ReadableState } from './internals.ts';
import { arrival, Side } from './side.ts';
import type { WritableSide } from './writable-side.ts';

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
    const isPutBack = isCalled && arrival.by?.isPutBack === true;
    if (isCalled) arrival.state = undefined;
    if (this.isText && !isPutBack) {
      bytes += this.#partialBytes;
      this.#partialBytes = 0;
    }
    if (this.sizes !== undefined || bytes !== units) this.record(before, units, bytes, isPutBack);
    if (!this.atom.hasHighWaterMark) this.countHighWaterMark();
    const chunks = atom.countsChunks ? units : 0;
    if (isPutBack) {
      this.#putBack(bytes, 0);
      atom.change(bytes, chunks);
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
      atom.change(-bytes, 0);
      return;
    }
    const chunks = atom.countsChunks ? units : 0;
    this.#bytesOut += bytes;
    if (this.#sharedBytes > 0 || this.#sharedChunks > 0) this.#giveShared(bytes, chunks);
    else atom.give(bytes, chunks);
    if (atom.fullSince !== undefined && now < state.highWaterMark) atom.stopClock();
    if (now === 0 && !this.atom.countsChunks && !this.isText) this.sizes = undefined;
  }

  /** A chunk that was pushed or put back, and delivered without being buffered. */
  deliver(state: ReadableState, bytes: number, isPutBack: boolean): void {
    if (!this.atom.hasHighWaterMark) this.countHighWaterMark();
    if (this.isText && state.flowing !== true) this.#partialBytes += bytes;
    else if (isPutBack) this.#putBack(bytes, bytes);
    else {
      this.atom.pass(bytes, bytes);
      this.#bytesOut += bytes;
    }
  }

  /** push() has returned. */
  notePushed(state: ReadableState, wantsMore: boolean): void {
    this.saidFalse = !wantsMore;
    if (this.saidFalse && state.length > 0) this.atom.becomeFull();
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
    if (this.atom.isOpen) this.atom.change(bytes, chunks);
  }

  close(): void {
    this.#sharedBytes = 0;
    this.#sharedChunks = 0;
    this.atom.close();
  }

  #reopen(state: ReadableState): boolean {
    if (state.destroyed === true) return false;
    this.atom.reopen(this.token);
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
    return chunk === onWay && (this.atom.countsChunks || typeof chunk === 'object');
  }
}
