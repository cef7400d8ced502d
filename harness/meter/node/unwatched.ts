/**
 * Where every stream is counted, one that nobody watches is counted from when something stays in it: most never fill,
 * and cost next to nothing. What stays is counted then.
 */

import { unwatched } from '../unwatched.ts';
import type { ReadableState, WritableState } from './internals.ts';
import type { ReadableSide } from './readable-side.ts';
import { readableSideOf, writableSideOf } from './state.ts';
import type { WritableSide } from './writable-side.ts';

/** A stream that keeps less, and tells nobody to wait, is not worth counting. */
export const WORTH_COUNTING_BYTES = 1024;

/** Before write(). Undefined if that is to be seen by startAfterWrite(): what an object weighs is known only now. */
export function startWritable(stream: object, state: WritableState): WritableSide | undefined {
  if (unwatched.used === undefined || !state.objectMode || state.destroyed === true) return undefined;
  unwatched.used(stream);
  return writableSideOf(state);
}

export function startAfterWrite(stream: object, state: WritableState, isAccepted: boolean): void {
  if (unwatched.used === undefined || (isAccepted && state.length < WORTH_COUNTING_BYTES)) return;
  if (state.length === 0 || state.destroyed === true) return;
  if (writableSideOf(state) === undefined) unwatched.used(stream);
  if (!isAccepted) writableSideOf(state)?.noteFull(state, stream);
}

/** Before push(): see startWritable(). */
export function startReadable(stream: object, state: ReadableState): ReadableSide | undefined {
  if (unwatched.used === undefined || !state.objectMode || state.destroyed === true) return undefined;
  unwatched.used(stream);
  return readableSideOf(state);
}

export function startAfterPush(stream: object, state: ReadableState, wantsMore: boolean): void {
  if (unwatched.used === undefined || (wantsMore && state.length < WORTH_COUNTING_BYTES)) return;
  if (state.length === 0 || state.destroyed === true || state.ended) return;
  if (readableSideOf(state) === undefined) unwatched.used(stream);
  readableSideOf(state)?.notePushed(state, wantsMore);
}
