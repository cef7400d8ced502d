import type { Method } from '../node/methods.ts';
import { Atom } from '../sums/atom.ts';
import type { Member, Way } from '../sums/label.ts';
import { ChunkSizes, sizeOfChunk } from '../sums/sizes.ts';

/** One field that is the length of a queue. It refers to no stream. */
export class LengthField {
  readonly atom: Atom;
  readonly token = {};
  /** The size of the chunk that comes in, NaN if the length says it. */
  arrivingBytes = Number.NaN;
  hasArrived = false;
  isFull = false;
  readonly #isWritten: boolean;
  readonly #highWaterMark: number;
  readonly #isGone: () => boolean;
  #sizes: ChunkSizes | undefined;
  /** Each change of the length is by one chunk, but for the last one: a queue is emptied at once. */
  #chunks = 0;

  constructor(way: Way, member: Member, highWaterMark: number, isGone: () => boolean) {
    this.#isWritten = way !== 'received' && way !== 'pushed' && way !== 'left';
    this.#highWaterMark = highWaterMark;
    this.#isGone = isGone;
    this.atom = new Atom(way, member);
    if (Number.isFinite(highWaterMark)) this.atom.setHighWaterMark(highWaterMark);
  }

  /** The size of a chunk that comes in. From the first one without a size on, chunks are counted as well. */
  sizeOf(chunk: unknown, encoding?: unknown): number {
    const { label } = this.atom;
    const { unsizedChunks } = label;
    const bytes = sizeOfChunk(chunk, encoding, this.atom);
    if (label.unsizedChunks > unsizedChunks) this.atom.countChunks(this.#chunks);
    return bytes;
  }

  change(before: number, now: number, below: Method): void {
    if (!this.atom.isOpen) return;
    if (now > before) this.#grow(before, now, below);
    else if (now < before) this.#shrink(before, now);
  }

  /** The program has to wait, or need not any longer. */
  setFull(isFull: boolean): void {
    if (this.isFull && !isFull && this.#isWritten) this.atom.addDrains(1);
    this.isFull = isFull;
    if (isFull) this.atom.becomeFull();
    else this.atom.stopClock();
  }

  /** After its end there is no 'drain'. */
  noteEnd(): void {
    this.atom.isEnded = true;
    if (this.atom.bytes === 0) this.#stopBeingFull();
  }

  #stopBeingFull(): void {
    this.isFull = false;
    this.atom.stopClock();
  }

  noteAfterFalse(below: Method): void {
    if (this.isFull) this.atom.noteAfterFalse(this.#isWritten ? 'write' : 'push', below as never);
  }

  #grow(before: number, now: number, below: Method): void {
    const units = now - before;
    const bytes = Number.isNaN(this.arrivingBytes) ? units : this.arrivingBytes;
    this.arrivingBytes = Number.NaN;
    this.hasArrived = true;
    if (this.#sizes === undefined && bytes !== units) {
      this.#sizes = new ChunkSizes();
      this.#sizes.add(before, before);
    }
    this.#sizes?.add(units, bytes);
    const hasHighWaterMark = Number.isFinite(this.#highWaterMark);
    if (hasHighWaterMark) this.noteAfterFalse(below);
    this.#chunks += 1;
    this.atom.take(bytes, this.atom.countsChunks ? 1 : 0);
    if (hasHighWaterMark && now >= this.#highWaterMark) this.setFull(true);
  }

  #shrink(before: number, now: number): void {
    const units = before - now;
    const bytes = this.#sizes?.leave(units) ?? units;
    const left = now === 0 ? this.#chunks : 1;
    this.#chunks -= left;
    const chunks = this.atom.countsChunks ? left : 0;
    if (this.#isGone()) this.atom.change(-bytes, -chunks);
    else this.atom.give(bytes, chunks);
    if (now === 0 && this.atom.isEnded) this.#stopBeingFull();
    if (!Number.isFinite(this.#highWaterMark) || !this.isFull) return;
    if (this.#isWritten ? now === 0 : now < this.#highWaterMark) this.setFull(false);
  }
}
