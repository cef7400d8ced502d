/** write(), which nearly always needs no more than its length says: what it costs, each write of a program costs more. */
import { beingWritten } from '../being-written.ts';
import { hideOwnFrames } from '../call-site.ts';
import { settlePeak } from '../sums/recent.ts';
import type { WritableState } from './internals.ts';
import { arrive, leave, type NodeStream, noteEmptyChunk, sizeOfWritten, type Wrap } from './methods.ts';
import { arrival, type Wrapper } from './side.ts';
import { writableSideOf } from './state.ts';
import { startAfterWrite, startWritable } from './unwatched.ts';
import { confirm, type WritableSide } from './writable-side.ts';
import { calling } from './write-elsewhere.ts';

hideOwnFrames();

export const wrapWrite: Wrap = (method) => {
  const by: Wrapper = { method: 'write', below: write, isPutBack: false };
  return write;

  function write(this: NodeStream, chunk?: unknown, encoding?: unknown, callback?: unknown) {
    const state = this._writableState;
    const side = state ? (writableSideOf(state) ?? startWritable(this, state)) : undefined;
    if (!state || side === undefined) {
      const isAccepted = method.call(this, chunk, encoding, callback);
      if (state) startAfterWrite(this, state, isAccepted !== false);
      return isAccepted;
    }
    if (calling.call !== undefined) calling.call.reach(this);
    if (typeof chunk === 'string' || side.isPlain !== true || beingWritten.by !== undefined)
      return writeOther(this, state, side, chunk, encoding, callback);
    confirm();
    if (arrival.plainBy !== by) arrival.plainBy = by;
    arrival.isPlain = true;
    let isAccepted: unknown;
    try {
      isAccepted = method.call(this, chunk, encoding, callback);
    } finally {
      arrival.isPlain = false;
      settlePeak();
    }
    if (isAccepted === false) side.noteFull(state, this);
    return isAccepted;
  }

  function writeOther(
    stream: NodeStream,
    state: WritableState,
    side: WritableSide,
    chunk: unknown,
    encoding: unknown,
    callback: unknown,
  ) {
    const bytes = sizeOfWritten(state, side, chunk, encoding);
    const outer = arrive(state, bytes, by, chunk);
    try {
      const isAccepted = method.call(stream, chunk, encoding, callback);
      if (arrival.state === state) noteEmptyChunk(state, side, chunk);
      if (isAccepted === false) side.noteFull(state, stream);
      return isAccepted;
    } finally {
      leave(outer);
    }
  }
};
