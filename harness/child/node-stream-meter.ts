import type { Meter, StreamTotals } from './meter.ts';
import { SizeQueue, sizeOfChunk } from './size-queue.ts';

/**
 * Streams are told by what they can do, not by their class: an HTTP response is no instance of Writable,
 * and a stream may come from another copy of the stream module.
 */
interface WritableSide {
  write: (chunk: unknown, encoding?: unknown, callback?: unknown) => boolean;
  end: (chunk?: unknown, encoding?: unknown, callback?: unknown) => unknown;
  on: (event: string, listener: () => void) => unknown;
  readonly writableLength: number;
  readonly writableHighWaterMark: number;
  readonly writableObjectMode?: boolean;
}

interface ReadableSide {
  push: (chunk: unknown, encoding?: unknown) => boolean;
  _read: (size: number) => void;
  readonly readableLength: number;
  readonly readableHighWaterMark: number;
  readonly readableObjectMode?: boolean;
}

export const hasWritableSide = (stream: object): stream is WritableSide =>
  'write' in stream && typeof stream.write === 'function' && 'writableLength' in stream;

export const hasReadableSide = (stream: object): stream is ReadableSide =>
  'push' in stream && typeof stream.push === 'function' && 'readableLength' in stream;

/** Counts from now on what `stream` buffers; calls `changed` after everything that can have made it more. */
export function meterNodeStream(stream: object, changed: () => void): Meter {
  const writable = hasWritableSide(stream) ? meterWritableSide(stream, changed) : undefined;
  const readable = hasReadableSide(stream) ? meterReadableSide(stream, changed) : undefined;
  const sides = [writable, readable].filter((side) => side !== undefined);
  const countsChunks = sides.some((side) => side.heldChunks !== undefined);
  // What a transform delivers leaves by its readable side; what any other duplex was given leaves by its writable side.
  const isTransform = '_transform' in stream;
  return {
    heldBytes: () => sum(sides.map((side) => side.heldBytes())),
    ...(countsChunks && { heldChunks: () => sum(sides.map((side) => side.heldChunks?.() ?? 0)) }),
    totals: () => {
      const all = sides.map((side) => side.totals());
      const entry = all[0];
      const exit = isTransform ? all.at(-1) : entry;
      return {
        highWaterMarkBytes: countsChunks ? undefined : sum(all.map((side) => side.highWaterMarkBytes ?? 0)),
        writesAfterFalse: sum(all.map((side) => side.writesAfterFalse)),
        pushesAfterFalse: sum(all.map((side) => side.pushesAfterFalse)),
        drains: sum(all.map((side) => side.drains)),
        fullMs: sum(all.map((side) => side.fullMs)),
        bytesIn: entry?.bytesIn ?? 0,
        bytesOut: exit?.bytesOut ?? 0,
      };
    },
  };
}

function meterWritableSide(stream: WritableSide, changed: () => void): Meter {
  const { write, end } = stream;
  const sizes = stream.writableObjectMode === true ? new SizeQueue() : undefined;
  let [bytesIn, writesAfterFalse, drains, fullMs] = [0, 0, 0, 0];
  let fullSince: number | undefined;

  const noteChunk = (chunk: unknown, encoding: unknown): void => {
    const size = sizeOfChunk(chunk, encoding);
    bytesIn += size;
    sizes?.add(size);
  };
  stream.write = (chunk, encoding, callback) => {
    if (fullSince !== undefined) writesAfterFalse += 1;
    noteChunk(chunk, encoding);
    const accepted = write.call(stream, chunk, encoding, callback);
    changed();
    if (!accepted) fullSince ??= performance.now();
    return accepted;
  };
  stream.end = (chunk, encoding, callback) => {
    const hasChunk = chunk !== undefined && chunk !== null && typeof chunk !== 'function';
    if (hasChunk) {
      if (fullSince !== undefined) writesAfterFalse += 1;
      noteChunk(chunk, encoding);
    }
    const returned = end.call(stream, chunk, encoding, callback);
    if (hasChunk) changed();
    return returned;
  };
  stream.on('drain', () => {
    drains += 1;
    if (fullSince !== undefined) fullMs += performance.now() - fullSince;
    fullSince = undefined;
  });

  const heldBytes = (): number => sizes?.bytesInLast(stream.writableLength) ?? stream.writableLength;
  return {
    heldBytes,
    ...(sizes !== undefined && { heldChunks: () => stream.writableLength }),
    totals: (): StreamTotals => ({
      highWaterMarkBytes: sizes === undefined ? stream.writableHighWaterMark : undefined,
      writesAfterFalse,
      pushesAfterFalse: 0,
      drains,
      fullMs: fullSince === undefined ? fullMs : fullMs + performance.now() - fullSince,
      bytesIn,
      // A length can include what the stream added itself, such as the frame of an HTTP chunk.
      bytesOut: Math.max(0, bytesIn - heldBytes()),
    }),
  };
}

function meterReadableSide(stream: ReadableSide, changed: () => void): Meter {
  const { push, _read } = stream;
  const sizes = stream.readableObjectMode === true ? new SizeQueue() : undefined;
  let [bytesIn, pushesAfterFalse] = [0, 0];
  let saidEnough = false;

  stream.push = (chunk, encoding) => {
    if (chunk !== null && chunk !== undefined) {
      const size = sizeOfChunk(chunk, encoding);
      bytesIn += size;
      sizes?.add(size);
      if (saidEnough) pushesAfterFalse += 1;
    }
    const wantsMore = push.call(stream, chunk, encoding);
    changed();
    saidEnough = !wantsMore;
    return wantsMore;
  };
  // The stream asks again: what was said by the last push() no longer holds.
  stream._read = (size) => {
    saidEnough = false;
    _read.call(stream, size);
  };

  const heldBytes = (): number => sizes?.bytesInLast(stream.readableLength) ?? stream.readableLength;
  return {
    heldBytes,
    ...(sizes !== undefined && { heldChunks: () => stream.readableLength }),
    totals: (): StreamTotals => ({
      highWaterMarkBytes: sizes === undefined ? stream.readableHighWaterMark : undefined,
      writesAfterFalse: 0,
      pushesAfterFalse,
      drains: 0,
      fullMs: 0,
      bytesIn,
      bytesOut: Math.max(0, bytesIn - heldBytes()),
    }),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
