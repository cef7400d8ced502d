/** The writable side of a Node.js stream: what each change of its length means. */
import { beingWritten } from './atom.ts';
import type { Member, Way } from './label.ts';
import type { WritableState } from './node-internals.ts';
import { arrival, Side } from './node-side.ts';

/** A stream that is not destroyed by an error, whose sink may have failed with its last change. */
let unconfirmed: WritableSide | undefined;

/** To be called before anything else can set an error. */
export function confirm(): void {
  if (unconfirmed === undefined) return;
  unconfirmed.confirm();
  unconfirmed = undefined;
}

/** What the connection of an HTTP message says to it. */
export interface MessageOnWay {
  drain: () => void;
  close: () => void;
}

/** The readable side of a transform. */
interface Mate {
  takeOver: () => void;
}

export class WritableSide extends Side {
  /** The HTTP message that is being written, if that is watched. */
  message: MessageOnWay | undefined;
  /** The other side, if what is pushed there can be what was written here. */
  mate: Mate | undefined;
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
    if (before === 0 && !this.isHighWaterMarkCounted) this.countHighWaterMark();
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
      atom.change(-bytes, -chunks);
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
  noteFull(state: WritableState, stream: object): void {
    if (!state.needDrain || !this.atom.isOpen) return;
    if (this.atom.isJoined) this.atom.owner ??= new WeakRef(stream);
    this.atom.becomeFull();
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
    this.atom.reopen(this.token);
    return true;
  }

  #noteAfterFalse(isCalled: boolean): void {
    if (this.#isDrainExpected) this.atom.addDrains(-1);
    const { by, seenBy } = arrival;
    if (isCalled && by !== undefined) this.atom.noteAfterFalse(by.method, by.below);
    else this.atom.noteAfterFalse('write', seenBy);
  }

  /** What the sink was not given is dropped after an error, and what it is given after it failed is not delivered. */
  #isLost(state: WritableState): boolean {
    this.fail(state);
    return !state.writelen || this.#hasSinkFailed;
  }

  #passOn(mate: Mate): void {
    this.onWay = undefined;
    mate.takeOver();
  }
}
