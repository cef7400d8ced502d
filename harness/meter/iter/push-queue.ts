/**
 * What a stream of `node:stream/iter` buffers that push() has made. Node says it nowhere, so that its rules are applied a
 * second time, to sizes: what was written is buffered up to the budget, and beyond that a write() is pending, is rejected,
 * or drops something, as the policy says.
 */
import { beingWritten } from '../being-written.ts';
import type { Below } from '../call-site.ts';
import { Atom } from '../sums/atom.ts';
import { closeWhenCollected } from '../sums/collected.ts';
import type { Member } from '../sums/label.ts';
import { Sizes } from './sizes.ts';

export type Policy = 'strict' | 'unbounded' | 'drop-oldest' | 'drop-newest';

export interface PushSettings {
  readonly budget: number;
  readonly policy: Policy;
  readonly signal: AbortSignal | undefined;
  /** Whether end() rejects the writes that are pending, as in Node 24 and until 26.7; later, they are still read. */
  readonly endRejectsPending: boolean;
}

interface PendingWrite {
  readonly bytes: number;
  readonly signal: AbortSignal | undefined;
}

export class PushQueue {
  readonly #settings: PushSettings;
  /** Undefined until somebody watches it. */
  #atom: Atom | undefined;
  /** One for each write(), however many chunks it had. */
  readonly #accepted = new Sizes();
  #pending: PendingWrite[] = [];
  #head = 0;
  #pendingBytes = 0;
  /** The signals of the pending writes. */
  readonly #signals = new Set<AbortSignal>();
  /** How many calls of next() wait for something to read. */
  #waitingReads = 0;
  #isOpen = true;
  /** Whether writeSync() has returned false, and there has not been room since. */
  #saidFalse = false;

  constructor(settings: PushSettings) {
    this.#settings = settings;
  }

  get bufferedBytes(): number {
    return this.#accepted.bytes + this.#pendingBytes;
  }

  /** Counts it for one more label from now on. */
  watch(member: Member): void {
    if (this.#atom !== undefined) {
      if (!this.#atom.isCountedBy(member.label)) this.#atom.join(member);
      return;
    }
    this.#atom = new Atom('written', member);
    closeWhenCollected(this, this.#atom, this.#atom);
    this.#atom.setHighWaterMark(this.#settings.budget);
    if (this.bufferedBytes > 0) this.#atom.take(this.bufferedBytes, 0);
    if (this.#isFull) this.#atom.becomeFull();
  }

  /** To be called before each use: signals are aborted, and streams fail, without a call that could be seen. */
  refresh(canWrite: boolean | null): void {
    if (this.#settings.signal?.aborted || (canWrite === null && this.#isOpen)) this.fail();
    for (const signal of this.#signals) {
      if (!signal.aborted) continue;
      this.#signals.delete(signal);
      this.#removePending((pending) => pending.signal !== signal);
    }
  }

  /** A write() that was neither refused nor aborted before. */
  write(chunk: unknown, bytes: number, signal: AbortSignal | undefined, below: Below): void {
    const { policy } = this.#settings;
    const isFull = this.#isFull;
    if (this.#hasPending || (isFull && policy.startsWith('drop'))) this.#atom?.noteAfterFalse('write', below);
    if (bytes === 0) return;
    if (!isFull || policy.startsWith('drop')) this.#accept(chunk, bytes);
    else if (policy === 'unbounded' || !this.#hasPending) this.#wait(chunk, { bytes, signal });
  }

  writeSync(chunk: unknown, bytes: number, isAccepted: boolean, below: Below): void {
    const isDropping = this.#isFull && this.#settings.policy.startsWith('drop');
    if (isDropping || this.#saidFalse) this.#atom?.noteAfterFalse('write', below);
    if (!isAccepted) this.#saidFalse = true;
    else if (bytes > 0) this.#accept(chunk, bytes);
  }

  /** A call of next(): it takes all that is buffered, and then pending writes are, up to the budget. */
  read(): void {
    this.refresh(true);
    if (this.#accepted.count === 0) {
      if (this.#isOpen) this.#waitingReads += 1;
      else this.#atom?.close();
      return;
    }
    this.#atom?.give(this.#accepted.bytes, 0);
    this.#accepted.clear();
    this.#saidFalse = false;
    while (this.#hasPending && !this.#isFull) {
      const { bytes } = this.#shiftPending();
      this.#accepted.add(bytes);
    }
    this.#settleFull();
  }

  end(): void {
    this.#isOpen = false;
    if (this.#settings.endRejectsPending) this.#removePending(() => false);
    this.#atom?.stopClock();
    this.#closeIfRead();
  }

  /** What is buffered can still be read; nothing else. */
  fail(): void {
    this.#isOpen = false;
    this.#removePending(() => false);
    this.#atom?.stopClock();
    this.#closeIfRead();
  }

  /** The consumer wants no more: nothing is ever read again. */
  leave(): void {
    this.fail();
    this.#accepted.clear();
    this.#atom?.close();
  }

  get #isFull(): boolean {
    return this.#accepted.bytes >= this.#settings.budget;
  }

  get #hasPending(): boolean {
    return this.#head < this.#pending.length;
  }

  #accept(chunk: unknown, bytes: number): void {
    if (this.#waitingReads > 0) {
      this.#waitingReads -= 1;
      this.#atom?.pass(bytes, bytes);
      return;
    }
    if (this.#isFull && this.#settings.policy === 'drop-newest') {
      this.#atom?.pass(bytes, 0);
      this.#noteDropped(bytes);
      return;
    }
    while (this.#isFull) {
      const dropped = this.#accepted.takeFirst();
      this.#atom?.change(-dropped, 0);
      this.#noteDropped(dropped);
    }
    this.#accepted.add(bytes);
    this.#take(chunk, bytes);
    this.#settleFull();
  }

  #noteDropped(bytes: number): void {
    for (const label of this.#atom?.labels ?? []) label.noteDropped(bytes);
  }

  #wait(chunk: unknown, pending: PendingWrite): void {
    this.#pending.push(pending);
    this.#pendingBytes += pending.bytes;
    if (pending.signal !== undefined) this.#signals.add(pending.signal);
    this.#take(chunk, pending.bytes);
  }

  #take(chunk: unknown, bytes: number): void {
    if (this.#atom === undefined) return;
    beingWritten.by?.passOn(chunk, bytes, 0, this.#atom);
    this.#atom.take(bytes, 0);
  }

  #shiftPending(): PendingWrite {
    const first = this.#pending[this.#head] as PendingWrite;
    this.#head += 1;
    this.#pendingBytes -= first.bytes;
    if (this.#head * 2 > this.#pending.length) {
      this.#pending = this.#pending.slice(this.#head);
      this.#head = 0;
    }
    if (!this.#hasPending) this.#signals.clear();
    return first;
  }

  #removePending(isRetained: (pending: PendingWrite) => boolean): void {
    this.#pending = this.#pending.slice(this.#head).filter(isRetained);
    this.#head = 0;
    const bytes = this.#pending.reduce((sum, pending) => sum + pending.bytes, 0);
    if (bytes !== this.#pendingBytes) this.#atom?.change(bytes - this.#pendingBytes, 0);
    this.#pendingBytes = bytes;
    if (!this.#hasPending) this.#signals.clear();
  }

  #settleFull(): void {
    if (this.#atom === undefined) return;
    if (this.#isFull && this.#isOpen) this.#atom.becomeFull();
    else if (!this.#isFull && this.#atom.fullSince !== undefined) {
      this.#atom.stopClock();
      if (this.#isOpen) this.#atom.addDrains(1);
    }
  }

  #closeIfRead(): void {
    this.#waitingReads = 0;
    if (this.bufferedBytes === 0) this.#atom?.close();
  }
}
