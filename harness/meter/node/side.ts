/** What the two sides of a Node.js stream have in common. */
import type { CalledMethod } from '../../protocol.ts';
import { Atom } from '../sums/atom.ts';
import type { Member, Way } from '../sums/label.ts';
import { ChunkSizes } from '../sums/sizes.ts';
import type { ReadableState, State, WritableState } from './internals.ts';

/**
 * The call of write(), end(), push() or unshift() that has not yet changed the length of its state: what a length does
 * not say. One object for all calls, so that a call allocates nothing; nested calls put it back.
 */
export const arrival = {
  state: undefined as State | undefined,
  /** Below 0 if the length says it. */
  bytes: -1,
  chunk: undefined as unknown,
  by: undefined as Wrapper | undefined,
  /** A write() that the length says all of has been called, and which: its state is not stored, as that would cost more. */
  isPlain: false,
  plainBy: undefined as Wrapper | undefined,
  /** The function that sees a length: it is on the stack, where no wrapper was called. */
  seenBy: (() => {}) as (...args: never[]) => unknown,
};

/** A method that counts. */
export interface Wrapper {
  readonly method: CalledMethod;
  /** The function that the program called. */
  readonly below: (...args: never[]) => unknown;
  readonly isPutBack: boolean;
}

/** What the connection of an HTTP message says to it. */
export interface MessageOnWay {
  drain: () => void;
  close: () => void;
}

// A program may replace it.
const { isView } = ArrayBuffer;

/** An object literal has room for four fields. */
class Token {}

/** What both sides have in common. */
export abstract class Side {
  readonly atom: Atom;
  /** Only the state refers to it, and it to nothing: it is collected when the state is. */
  readonly token = new Token();
  /** Only where a unit of the length is not a byte. */
  protected sizes: ChunkSizes | undefined;

  constructor(way: Way, member: Member, state: State) {
    this.atom = new Atom(way, member, state.objectMode);
    if (!state.objectMode) this.atom.highWaterMarkBytes = state.highWaterMark;
    else this.sizes = new ChunkSizes();
  }

  /** The highWaterMark of a side of a Duplex counts when that side is first used: most are used in one direction. */
  countHighWaterMark(): void {
    this.atom.setHighWaterMark(this.atom.highWaterMarkBytes);
  }

  /** What was buffered before it was watched. */
  begin(chunks: readonly { readonly units: number; readonly bytes: number }[]): void {
    let [units, bytes] = [0, 0];
    for (const chunk of chunks) {
      units += chunk.units;
      bytes += chunk.bytes;
    }
    if (units === 0) return;
    if (this.sizes !== undefined || units !== bytes) {
      this.sizes ??= new ChunkSizes();
      for (const chunk of chunks) this.sizes.add(chunk.units, chunk.bytes);
    }
    this.countHighWaterMark();
    this.atom.take(bytes, this.atom.countsChunks ? units : 0);
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

/** Whether push() of the chunk adds to what is read. */
export const isAccepted = (state: ReadableState, chunk: unknown): boolean =>
  isSomething(state, chunk) && !state.ended && !hasFailed(state);

/** Whether a chunk is neither empty nor the end. */
export const isSomething = (state: ReadableState, chunk: unknown): boolean =>
  state.objectMode
    ? chunk !== null
    : typeof chunk === 'string'
      ? chunk.length > 0
      : isView(chunk) && chunk.byteLength > 0;

export const hasFailed = ({ destroyed, errored }: WritableState | ReadableState): boolean =>
  destroyed === true || Boolean(errored);
