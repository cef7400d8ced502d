/**
 * An async function as a 'data' listener returns at its first `await`, and the next chunk comes at once. What was passed
 * to such functions and is not yet handled is counted like what is in a queue. Their promises are only looked at: a
 * handler of ours would hide their rejections.
 */
import type { Readable } from 'node:stream';
import { type Below, readCreators } from '../../meter/call-site.ts';
import { replaceMethod } from '../../meter/node/methods.ts';
import { Atom } from '../../meter/sums/atom.ts';
import type { Member, Sum } from '../../meter/sums/label.ts';
import { unsummedBytes } from '../../meter/sums/recent.ts';
import { sizeOfChunk } from '../../meter/sums/sizes.ts';
import type { StackFrame } from '../../protocol.ts';
import { unseen } from './unseen/unseen.ts';

const { inspect } = process.getBuiltinModule('util');

// The program may replace them.
const { apply } = Reflect;
const { toString: tagOf } = Object.prototype;

/** Whoever counts such a listener says for whom. `frames` is the line that added it. */
type Count = (stream: object, frames: readonly StackFrame[]) => Member;

/** Called when somebody begins to read a stream. */
export type Received = (stream: object, listener: unknown, below: Below) => void;

type Listener = ((this: object, ...args: unknown[]) => unknown) & { listener?: unknown };
type Add = (this: object, ...args: unknown[]) => unknown;

export class AsyncHandlers {
  readonly #count: Count;
  readonly #open = new Set<HandledChunks>();

  constructor(count: Count) {
    this.#count = count;
  }

  /** Of an async listener alone the emitter gets another function, by which it finds and reports the one it was given. */
  see(readable: object, received: Received): void {
    const handlers = this;
    const wrap = (method: Add): Add =>
      function on(this: object, type, listener) {
        if (type === 'data' || type === 'readable') received(this, listener, on);
        const isOurs = type === 'data' && isAsync(listener);
        const wrapper = isOurs ? unseen(() => handlers.#wrap(this, listener, on)) : undefined;
        return method.call(this, type, wrapper ?? listener);
      };
    for (const name of ['on', 'addListener']) replaceMethod(readable, name, wrap as never);
  }

  /** Takes out what was handled meanwhile. */
  settle(): void {
    for (const handled of this.#open)
      if (handled.settle(Number.POSITIVE_INFINITY)) this.#open.delete(handled);
  }

  #wrap(stream: object, listener: Listener, below: Add): Listener {
    const open = this.#open;
    const { readableHighWaterMark: limit, readableObjectMode } = stream as Readable;
    const handled = new HandledChunks(
      this.#count(stream, readCreators(below, MAX_FRAMES)),
      readableObjectMode ? undefined : limit,
    );
    wrapper.listener = listener;
    return wrapper;

    function wrapper(this: object, ...args: unknown[]): unknown {
      const { bufferedBytes } = handled;
      const promise = apply(listener, this, args);
      handled.add(args[0], promise, wrapper, handled.bufferedBytes - bufferedBytes);
      unseen(() => open.add(handled));
      return promise;
    }
  }
}

/** The default highWaterMark of a stream of objects. */
const OBJECTS = 16;

const MAX_FRAMES = 12;

interface Handled {
  readonly promise: unknown;
  readonly bytes: number;
}

/** A promise that is settled leaves once its turn comes: they are mostly settled in the order in which they began. */
class HandledChunks {
  readonly #atom: Atom;
  readonly #total: Sum;
  #chunks: Handled[] = [];
  #head = 0;

  readonly #highWaterMarkBytes: number | undefined;

  constructor(member: Member, highWaterMarkBytes: number | undefined) {
    this.#atom = new Atom('pushed', member, true);
    this.#total = member.total;
    this.#highWaterMarkBytes = highWaterMarkBytes;
    this.#atom.setHighWaterMark(highWaterMarkBytes);
  }

  /** What all streams buffer. */
  get bufferedBytes(): number {
    return this.#total.bytes + unsummedBytes(this.#total);
  }

  /** `passedOnBytes` is what came into queues while the listener was called: a chunk that did is counted there. */
  add(chunk: unknown, promise: unknown, below: Below, passedOnBytes: number): void {
    unseen(() => this.settle(2));
    const bytes = sizeOfChunk(chunk);
    if (passedOnBytes > 0 && passedOnBytes >= bytes) return;
    if (this.#isFull()) this.#atom.noteAfterFalse('push', below);
    this.#chunks[this.#chunks.length] = { promise, bytes };
    this.#atom.take(bytes, 1);
    if (this.#isFull()) this.#atom.becomeFull();
  }

  /** Whether none is left. */
  settle(max: number): boolean {
    for (let n = 0; n < max; n += 1) {
      const first = this.#chunks[this.#head];
      if (first === undefined || isPending(first.promise)) break;
      this.#head += 1;
      this.#atom.give(first.bytes, 1);
    }
    if (this.#head * 2 > this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
    if (!this.#isFull()) this.#atom.stopClock();
    return this.#chunks.length === 0;
  }

  /** As full as the queue of the stream itself may be. */
  #isFull(): boolean {
    return this.#highWaterMarkBytes === undefined
      ? this.#atom.chunks >= OBJECTS
      : this.#atom.bytes >= this.#highWaterMarkBytes;
  }
}

const isAsync = (listener: unknown): listener is Listener =>
  typeof listener === 'function' && apply(tagOf, listener, []) === '[object AsyncFunction]';

/** There is no other way to ask. */
const isPending = (promise: unknown): boolean =>
  inspect(promise, { depth: 0, customInspect: false }).startsWith('Promise { <pending>');
