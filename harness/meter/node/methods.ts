/**
 * What the lengths of a stream do not say: the size of a string that is kept as one, and of an object; which chunk a
 * transform is at work on; and the end. The methods that say it are wrapped on their prototypes, under the same names.
 */

import { hideOwnFrames } from '../call-site.ts';
import { settlePeak } from '../sums/recent.ts';
import { sizeOfChunk } from '../sums/sizes.ts';
import { unwatched } from '../unwatched.ts';
import type { ReadableState, WritableState } from './internals.ts';
import type { ReadableSide } from './readable-side.ts';
import { arrival, hasFailed, isAccepted, isSomething, type Wrapper } from './side.ts';
import { readableSideOf, writableSideOf } from './state.ts';
import { startAfterPush, startAfterWrite, startReadable, startWritable } from './unwatched.ts';
import { confirm, type WritableSide } from './writable-side.ts';

hideOwnFrames();

export interface NodeStream {
  readonly _writableState?: WritableState | null;
  readonly _readableState?: ReadableState | null;
}

export type Method = (this: NodeStream, ...args: unknown[]) => unknown;

/** Makes a function that does the same as the method, and counts. */
export type Wrap = (method: Method) => Method;

// A program may replace it.
const { isView } = ArrayBuffer;

/** By the method that it replaces: what was one function on several prototypes stays one. */
const wrappers = new WeakMap<Method, Method>();

/** Whether it is a method of the stream module, replaced by one that counts. */
export const isReplaced = (method: unknown): boolean =>
  typeof method === 'function' && wrappers.get(method as Method) === method;

/** Replaces a method that the prototype has itself by one that also counts. */
export function replaceMethod(prototype: object, name: string, wrap: Wrap): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  const method: Method | undefined = descriptor?.value;
  if (typeof method !== 'function') return;
  const wrapper = wrappers.get(method) ?? wrap(method);
  if (wrapper === method) return;
  Object.defineProperty(wrapper, 'name', { value: method.name, configurable: true });
  Object.defineProperty(wrapper, 'length', { value: method.length, configurable: true });
  wrappers.set(method, wrapper);
  wrappers.set(wrapper, wrapper);
  Object.defineProperty(prototype, name, { ...descriptor, value: wrapper });
}

export const wrapEnd: Wrap = (method) => {
  const by: Wrapper = { method: 'end', below: end, isPutBack: false };
  return end;

  function end(this: NodeStream, chunk?: unknown, encoding?: unknown, callback?: unknown) {
    const state = this._writableState;
    const side = state ? (writableSideOf(state) ?? startWritable(this, state)) : undefined;
    if (!state || side === undefined) {
      const result = method.call(this, chunk, encoding, callback);
      if (state) startAfterWrite(this, state, !state.needDrain);
      return result;
    }
    const hasChunk = chunk !== undefined && chunk !== null && typeof chunk !== 'function';
    if (!hasChunk) side.expectNoDrain(state);
    const bytes = hasChunk ? sizeOfWritten(state, side, chunk, encoding) : -1;
    const outer = arrive(state, bytes, by);
    const wasEnding = state.ending;
    try {
      const result = method.call(this, chunk, encoding, callback);
      if (arrival.state === state && !wasEnding && isEmpty(chunk)) side.noteEmpty(state);
      side.expectNoDrain(state);
      return result;
    } finally {
      leave(outer);
    }
  }
};

export const wrapPush: Wrap = (method) => {
  const by: Wrapper = { method: 'push', below: push, isPutBack: false };
  return push;

  function push(this: NodeStream, chunk?: unknown, encoding?: unknown) {
    if (unwatched.pushed !== undefined) unwatched.pushed(this, chunk);
    const state = this._readableState;
    const side = state ? (readableSideOf(state) ?? startReadable(this, state)) : undefined;
    if (!state || side === undefined) {
      const wantsMore = method.call(this, chunk, encoding);
      if (state) startAfterPush(this, state, wantsMore !== false);
      return wantsMore;
    }
    if (!isAccepted(state, chunk)) {
      confirm();
      const wantsMore = method.call(this, chunk, encoding);
      if (chunk !== null) side.saidFalse = wantsMore === false;
      return wantsMore;
    }
    if (side.saidFalse && !state.reading) side.atom.noteAfterFalse('push', push);
    const bytes = sizeOfPushed(state, side, chunk, encoding);
    const outer = arrive(state, bytes, by, chunk);
    try {
      const wantsMore = method.call(this, chunk, encoding);
      if (arrival.state === state) side.deliver(state, delivered(chunk, bytes), false);
      side.notePushed(state, wantsMore !== false);
      return wantsMore;
    } finally {
      leave(outer);
    }
  }
};

export const wrapUnshift: Wrap = (method) => {
  const by: Wrapper = { method: 'push', below: unshift, isPutBack: true };
  return unshift;

  function unshift(this: NodeStream, chunk?: unknown, encoding?: unknown) {
    const state = this._readableState;
    const side = state ? readableSideOf(state) : undefined;
    if (!state || side === undefined || !isSomething(state, chunk)) return method.call(this, chunk, encoding);
    const bytes = sizeOfPushed(state, side, chunk, encoding);
    const outer = arrive(state, bytes, by, chunk);
    try {
      const isRefused = hasFailed(state) || state.endEmitted;
      const wantsMore = method.call(this, chunk, encoding);
      if (arrival.state === state && !isRefused) side.deliver(state, delivered(chunk, bytes), true);
      return wantsMore;
    } finally {
      leave(outer);
    }
  }
};

export const wrapSetEncoding: Wrap = (method) =>
  function setEncoding(this: NodeStream, encoding) {
    const state = this._readableState;
    const side = state ? readableSideOf(state) : undefined;
    if (!state || side === undefined || state.objectMode) return method.call(this, encoding);
    side.isChangingEncoding = true;
    try {
      const result = method.call(this, encoding);
      side.startText(state.length);
      return result;
    } finally {
      side.isChangingEncoding = false;
    }
  };

/** Whatever ends a stream calls destroy(). */
export const wrapDestroy: Wrap = (method) =>
  function destroy(this: NodeStream, error, callback) {
    const { _writableState: written, _readableState: read } = this;
    confirm();
    if (written) writableSideOf(written)?.close(written);
    if (read) readableSideOf(read)?.close();
    unwatched.destroyed?.(this);
    return method.call(this, error, callback);
  };

/** `_write` of Transform. */
export const wrapTransformWrite: Wrap = (method) =>
  function _write(this: NodeStream, chunk, encoding, callback) {
    const state = this._writableState;
    const side = state ? writableSideOf(state) : undefined;
    if (side?.isPaired) side.onWay = chunk;
    return method.call(this, chunk, encoding, callback);
  };

/** Returns the call around this one, if its chunk has not arrived yet. */
export function arrive(
  state: WritableState | ReadableState,
  bytes: number,
  by: Wrapper,
  chunk?: unknown,
): typeof arrival | undefined {
  confirm();
  const outer = arrival.state === undefined ? undefined : copyArrival();
  arrival.state = state;
  arrival.bytes = bytes;
  arrival.by = by;
  arrival.chunk = chunk;
  return outer;
}

const copyArrival = (): typeof arrival => ({ ...arrival });

export function leave(outer: typeof arrival | undefined): void {
  arrival.state = undefined;
  arrival.chunk = undefined;
  if (outer !== undefined) Object.assign(arrival, outer);
  settlePeak();
}

export function noteEmptyChunk(state: WritableState, side: WritableSide, chunk: unknown): void {
  if (!state.ending && isEmpty(chunk)) side.noteEmpty(state);
}

const isEmpty = (chunk: unknown): boolean =>
  typeof chunk === 'string' ? chunk === '' : isView(chunk) && chunk.byteLength === 0;

/** Below 0 if the length says it. */
export function sizeOfWritten(
  state: WritableState,
  side: WritableSide,
  chunk: unknown,
  encoding: unknown,
): number {
  if (state.objectMode) {
    return state.ending || state.destroyed ? 0 : sizeOfChunk(chunk, undefined, side.atom);
  }
  if (typeof chunk !== 'string' || state.decodeStrings) return -1;
  return sizeOfChunk(chunk, typeof encoding === 'string' ? encoding : state.defaultEncoding);
}

/** Below 0 if the length says it. An encoding is ignored in object mode. */
function sizeOfPushed(state: ReadableState, side: ReadableSide, chunk: unknown, encoding: unknown): number {
  if (state.objectMode) return sizeOfChunk(chunk, undefined, side.atom);
  if (typeof chunk === 'string') return sizeOfChunk(chunk, encoding || state.defaultEncoding);
  return side.isText ? sizeOfChunk(chunk) : -1;
}

const delivered = (chunk: unknown, bytes: number): number => (bytes < 0 ? sizeOfChunk(chunk) : bytes);
