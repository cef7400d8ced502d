/** Where every stream is counted, one that nobody watches is counted from its first use on. */
import type { ReadableState, WritableState } from './node-internals.ts';
import type { ReadableSide } from './node-readable-side.ts';
import { readableSideOf, writableSideOf } from './node-state.ts';
import type { WritableSide } from './node-writable-side.ts';
import { unwatched } from './unwatched.ts';

/** Undefined where only watched streams are counted. */
export function startWritable(stream: object, state: WritableState): WritableSide | undefined {
  if (unwatched.used === undefined || state.destroyed === true) return undefined;
  unwatched.used(stream);
  return writableSideOf(state);
}

/** Undefined where only watched streams are counted. */
export function startReadable(stream: object, state: ReadableState): ReadableSide | undefined {
  if (unwatched.used === undefined || state.destroyed === true) return undefined;
  unwatched.used(stream);
  return readableSideOf(state);
}
