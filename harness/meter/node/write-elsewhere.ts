/**
 * A write() that is not that of the stream module: one that was put on the stream, as compression does to a response, or
 * that a class has instead of it. What it is given may never reach the queue of this stream but that of another one.
 */

import { hideOwnFrames } from '../call-site.ts';
import type { Atom } from '../sums/atom.ts';
import type { Member } from '../sums/label.ts';

hideOwnFrames();

interface QueueState {
  readonly needDrain: boolean;
}

/** The innermost call of such a write() that has not returned. */
export const calling: { call: WriteCall | undefined } = { call: undefined };

export class WriteCall {
  hasArrived = false;
  /** The queue that the chunk entered, and whether that one was full before. */
  inner: QueueState | undefined;
  wasFull = false;
  readonly #stream: object;
  readonly #state: object;

  constructor(stream: object, state: object) {
    this.#stream = stream;
    this.#state = state;
  }

  /** The length of a stream increases. */
  note(state: QueueState): void {
    if (state === this.#state) this.hasArrived = true;
    if (this.inner !== undefined || this.hasArrived) return;
    this.inner = state;
    this.wasFull = state.needDrain;
  }

  /** The write() of the stream module is called, which may refuse the chunk. */
  reach(stream: object): void {
    if (stream === this.#stream) this.hasArrived = true;
  }
}

/** A stream with such a write(). */
export interface Outer {
  /** Its own queue: its state, or the message of HTTP itself. */
  readonly state: object;
  readonly atom: Atom;
  readonly members: Member[];
  /** Adds a queue to what its labels buffer. */
  readonly follow: (inner: object, member: Member) => void;
}

// The program may replace it.
const { apply } = Reflect;

const outers = new WeakMap<object, Outer>();
/** Bound: the program may replace get(). */
const outerOf = outers.get.bind(outers);
const followed = new WeakMap<Outer, WeakSet<object>>();

type AnyMethod = (this: object, ...args: unknown[]) => unknown;

/** Sees the calls of a write() that is on the stream itself or on a class of it. */
export function followWrite(stream: object, outer: Outer, isBase: (method: unknown) => boolean): void {
  const known = outers.get(stream);
  if (known !== undefined) {
    known.members.push(...outer.members);
    return;
  }
  for (let at: object | null = stream; at !== null; at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, 'write');
    if (descriptor === undefined) continue;
    const method: AnyMethod | undefined = descriptor.value;
    const canBeReplaced = descriptor.configurable === true || descriptor.writable === true;
    if (typeof method !== 'function' || isBase(method) || !canBeReplaced) return;
    outers.set(stream, outer);
    if (!wrapped.has(method))
      Object.defineProperty(at, 'write', { ...descriptor, value: wrapOuterWrite(method) });
    return;
  }
}

const wrapped = new WeakSet<object>();

function wrapOuterWrite(method: AnyMethod): AnyMethod {
  const wrapper: AnyMethod = function write(this, ...args) {
    const outer = outerOf(this);
    if (outer === undefined) return apply(method, this, args);
    const before = calling.call;
    const call = new WriteCall(this, outer.state);
    calling.call = call;
    try {
      return apply(method, this, args);
    } finally {
      calling.call = before;
      if (!call.hasArrived && args[0] !== undefined && args[0] !== null) countElsewhere(outer, call, write);
    }
  };
  Object.defineProperty(wrapper, 'name', { value: method.name, configurable: true });
  Object.defineProperty(wrapper, 'length', { value: method.length, configurable: true });
  wrapped.add(wrapper);
  return wrapper;
}

function countElsewhere(outer: Outer, { inner, wasFull }: WriteCall, below: AnyMethod): void {
  for (const { label } of outer.members) label.writesElsewhere += 1;
  if (inner === undefined) return;
  if (wasFull) outer.atom.noteAfterFalse('write', below as never);
  const queues = followed.get(outer) ?? new WeakSet();
  followed.set(outer, queues);
  if (queues.has(inner)) return;
  queues.add(inner);
  for (const member of outer.members) outer.follow(inner, { ...member, isBorrowed: true });
}
