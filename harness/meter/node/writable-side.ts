/** The writable side of a Node.js stream: what each change of its length means. */
import { beingWritten } from '../being-written.ts';
import type { Member, Way } from '../sums/label.ts';
import { isOfWriteAfterEnd, type WritableState } from './internals.ts';
import { arrival, type MessageOnWay, Side } from './side.ts';

/**
 * A stream that is not destroyed by an error, whose sink may have failed with its last change. A field, which costs no
 * instruction for as long as it was never changed: few programs have such a stream.
 */
const unconfirmed: { side: WritableSide | undefined } = { side: undefined };

/** To be called before anything else can set an error. */
export function confirm(): void {
  if (unconfirmed.side === undefined) return;
  unconfirmed.side.confirm();
  unconfirmed.side = undefined;
}

/** An empty chunk is a chunk. */
const EMPTY = -1;

/** The readable side of a transform. */
interface Mate {
  takeOver: () => void;
}

/** Its names are private for the compiler only: see Atom. */
export class WritableSide extends Side {
  /** The HTTP message that is being written, if that is watched. */
  message: MessageOnWay | undefined;
  /** The chunk that a transform is at work on. */
  onWay: unknown;
  /**
   * Whether each change is of bytes alone, of a stream that has not failed: asked instead of all that it stands for, as
   * that takes longer than to count.
   */
  isPlain = false;
  /** The other side, if what is pushed there can be what was written here. */
  private mate: Mate | undefined;
  /** What left with the last change, or EMPTY: the sink may have failed on it, which the state says right after it. */
  private lastBytes = 0;
  private isDrainExpected = false;
  private hasFailed = false;
  /** In a stream that is not destroyed by an error, that can also be of a write after end(). */
  private hasSinkFailed = false;
  /** Of a stream that is not destroyed by an error. */
  private readonly state: WeakRef<WritableState> | undefined;

  constructor(way: Way, member: Member, state: WritableState) {
    super(way, member, state);
    if (state.autoDestroy === false) this.state = new WeakRef(state);
    this.hasFailed = Boolean(state.errored);
    this.hasSinkFailed = this.hasFailed && !isOfWriteAfterEnd(state.errored);
  }

  get isPaired(): boolean {
    return this.mate !== undefined;
  }

  pair(mate: Mate): void {
    this.mate = mate;
    this.isPlain = false;
  }

  grow(state: WritableState, before: number, now: number): void {
    if (this.isPlain !== true || arrival.isPlain !== true) {
      this.growOtherwise(state, before, now);
      return;
    }
    if (state.needDrain) {
      if (this.isDrainExpected) this.atom.addDrains(-1);
      this.atom.noteAfterFalse('write', arrival.plainBy?.below ?? arrival.seenBy);
    }
    arrival.isPlain = false;
    this.isDrainExpected = false;
    this.atom.takeBytesForNow(now - before);
  }

  /** Any growth but that by a write() of bytes into a stream that is in use. */
  private growOtherwise(state: WritableState, before: number, now: number): void {
    const { atom } = this;
    if (!atom.isOpen && !this.reopen(state)) return;
    if (state.needDrain) {
      if (this.isDrainExpected) atom.addDrains(-1);
      this.noteAfterFalse(state);
    }
    this.isDrainExpected = false;
    confirm();
    const units = now - before;
    const { isPlain } = arrival;
    arrival.isPlain = false;
    const isCalled = isPlain || arrival.state === state;
    const bytes = isCalled && !isPlain && arrival.bytes >= 0 ? arrival.bytes : units;
    if (isCalled && !isPlain) arrival.state = undefined;
    if (this.sizes !== undefined || bytes !== units) this.record(before, units, bytes, false);
    const chunks = atom.countsChunks ? units : 0;
    if (isCalled && beingWritten.by !== undefined) beingWritten.by.passOn(arrival.chunk, bytes, chunks, atom);
    if (before === 0 && !atom.hasHighWaterMark) this.countHighWaterMark();
    if (before === 0 || isCalled) atom.takeForNow(bytes, chunks);
    else atom.take(bytes, chunks);
    // Node pipes by a function of its own, from 26.12 on.
    if (before === 0 && !isCalled && now >= state.highWaterMark) atom.becomeFull();
    this.isPlain = this.canBePlain();
  }

  private canBePlain(): boolean {
    const hasMore = this.sizes !== undefined || this.mate !== undefined || this.state !== undefined;
    return !hasMore && !this.hasFailed && this.atom.hasHighWaterMark;
  }

  shrink(state: WritableState, before: number, now: number): void {
    confirm();
    if (this.isPlain !== true || state.errored) {
      this.shrinkOtherwise(state, before, now);
      return;
    }
    const bytes = before - now;
    this.atom.giveBytes(bytes, state);
    this.lastBytes = bytes;
    if (now === 0) this.becomeEmpty(state);
  }

  private shrinkOtherwise(state: WritableState, before: number, now: number): void {
    const { atom, sizes } = this;
    const units = before - now;
    const chunks = atom.countsChunks ? units : 0;
    const bytes = sizes === undefined ? units : sizes.leave(units);
    if (!atom.isOpen || (state.errored && this.lose(state, bytes, chunks))) return;
    atom.give(bytes, chunks, state.sync);
    if (!this.hasFailed) this.lastBytes = bytes;
    if (this.state !== undefined) unconfirmed.side = this;
    if (this.mate !== undefined) this.passOn(this.mate);
    if (now === 0) this.becomeEmpty(state);
  }

  private becomeEmpty(state: WritableState): void {
    const { atom } = this;
    if (atom.fullSince !== undefined) atom.stopClock();
    // Node emits 'drain' next, unless a write comes first.
    if (state.needDrain && !state.ending) this.expectDrain();
    if (!atom.countsChunks) this.sizes = undefined;
  }

  /** It was full before it was watched; what it buffered may have left, and 'drain' is yet to come. */
  beginFull(state: WritableState): void {
    if (state.length > 0) this.atom.becomeFull();
    else if (!state.ending && !state.errored) this.expectDrain();
  }

  /** Whether the sink has failed with the last change is known right after it. */
  confirm(): void {
    const state = this.state?.deref();
    if (state?.errored) this.fail(state);
    else this.forgetLast();
  }

  /** An empty chunk comes or leaves. */
  passEmpty(state: WritableState): void {
    confirm();
    if (arrival.isPlain) {
      arrival.isPlain = false;
      this.noteEmpty(state);
    }
    if (state.errored && this.atom.isOpen) this.fail(state);
    this.lastBytes = EMPTY;
    if (this.state !== undefined) unconfirmed.side = this;
  }

  /** An empty chunk does not change the length, and so does not keep 'drain' back. */
  noteEmpty(state: WritableState): void {
    if (state.needDrain && state.destroyed !== true) this.noteAfterFalse(state);
  }

  /** write() or end() has returned false. */
  noteFull(state: WritableState, stream: object): void {
    if (!state.needDrain || !this.atom.isOpen) return;
    if (this.atom.isJoined) this.atom.owner ??= new WeakRef(stream);
    this.atom.becomeFull();
  }

  /** No 'drain' comes after end(), nor after destroy(). */
  expectNoDrain(state: WritableState): void {
    this.atom.isEnded = true;
    if (this.isDrainExpected && state.needDrain) this.atom.addDrains(-1);
    this.isDrainExpected = false;
  }

  /** The sink has failed on the chunk that was thought to be delivered. */
  fail(state: WritableState): void {
    this.expectNoDrain(state);
    if (this.hasFailed) return;
    this.hasFailed = true;
    this.isPlain = false;
    this.hasSinkFailed = this.state === undefined || this.lastBytes !== 0;
    if (this.lastBytes > 0) this.atom.pass(0, -this.lastBytes);
    this.forgetLast();
  }

  close(state: WritableState): void {
    if (!this.atom.isOpen) return;
    this.isPlain = false;
    if (state.errored) this.fail(state);
    this.expectNoDrain(state);
    this.onWay = undefined;
    this.message?.close();
    this.atom.close();
  }

  /** A socket can connect a second time. */
  private reopen(state: WritableState): boolean {
    if (state.destroyed === true) return false;
    this.hasFailed = false;
    this.hasSinkFailed = false;
    this.atom.reopen(this.token);
    return true;
  }

  private expectDrain(): void {
    this.isDrainExpected = true;
    this.atom.addDrains(1);
    this.message?.drain();
  }

  private noteAfterFalse(state: WritableState): void {
    const by = arrival.isPlain ? arrival.plainBy : arrival.state === state ? arrival.by : undefined;
    if (by === undefined) this.atom.noteAfterFalse('write', arrival.seenBy);
    else this.atom.noteAfterFalse(by.method, by.below);
  }

  /** What the sink was not given is dropped after an error, and what it is given after it failed is not delivered. */
  private lose(state: WritableState, bytes: number, chunks: number): boolean {
    this.fail(state);
    if (state.writelen && !this.hasSinkFailed) return false;
    this.atom.give(bytes, chunks, state.sync);
    this.atom.pass(0, 0 - bytes);
    return true;
  }

  private forgetLast(): void {
    this.lastBytes = 0;
  }

  private passOn(mate: Mate): void {
    this.onWay = undefined;
    mate.takeOver();
  }
}
