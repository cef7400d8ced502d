import { joinDuplex, joinTransform, type Meter, type StreamTotals } from './meter.ts';
import { SizeQueue, sizeOfChunk } from './size-queue.ts';

/**
 * Streams are told by what they can do, not by their class: an HTTP response is no instance of Writable,
 * and a stream may come from another copy of the stream module.
 *
 * A length is what the stream says it is. One that keeps strings as they are (net.Socket, decodeStrings: false,
 * setEncoding) counts their UTF-16 code units, not their bytes.
 */
interface NodeStream {
  on: (event: string, listener: () => void) => unknown;
  prependListener: (event: string, listener: () => void) => unknown;
  readonly destroyed?: boolean;
}

interface WritableSide extends NodeStream {
  write: (chunk: unknown, encoding?: unknown, callback?: unknown) => boolean;
  end: (chunk?: unknown, encoding?: unknown, callback?: unknown) => unknown;
  destroy?: (...reason: unknown[]) => unknown;
  readonly writableLength: number;
  readonly writableHighWaterMark: number;
  readonly writableObjectMode?: boolean;
  readonly writableNeedDrain?: boolean;
  readonly writableEnded?: boolean;
  /** The connection of an HTTP message, until the message is over. */
  readonly socket?: { readonly destroyed?: boolean } | null;
  readonly _writableState?: {
    readonly defaultEncoding?: string;
    /** What the sink is given as the callback of every chunk. */
    onwrite?: (error?: unknown) => void;
  };
}

interface ReadableSide extends NodeStream {
  push: (chunk: unknown, encoding?: unknown) => boolean;
  unshift: (chunk: unknown, encoding?: unknown) => unknown;
  _read: (size: number) => unknown;
  readonly readableLength: number;
  readonly readableHighWaterMark: number;
  readonly readableObjectMode?: boolean;
  readonly _readableState?: { readonly defaultEncoding?: string };
}

export const hasWritableSide = (stream: object): stream is WritableSide =>
  'write' in stream && typeof stream.write === 'function' && 'writableLength' in stream;

export const hasReadableSide = (stream: object): stream is ReadableSide =>
  'push' in stream && typeof stream.push === 'function' && 'readableLength' in stream;

/** Counts from now on what `stream` buffers; calls `changed` after everything that can have made it more. */
export function meterNodeStream(stream: WritableSide | ReadableSide, changed: () => void): Meter {
  if (!hasWritableSide(stream)) return meterReadableSide(stream, changed);
  const writable = meterWritableSide(stream, changed);
  if (!hasReadableSide(stream)) return writable;
  const readable = meterReadableSide(stream, changed);
  return '_transform' in stream ? joinTransform(writable, readable) : joinDuplex(writable, readable);
}

function meterWritableSide(stream: WritableSide, changed: () => void): Meter {
  const { write, end, destroy, _writableState: state } = stream;
  const sizes = stream.writableObjectMode === true ? new SizeQueue() : undefined;
  // What it held before anybody watched came in, too. Of objects it cannot be told.
  let bytesIn = sizes === undefined ? stream.writableLength : 0;
  let [writesAfterFalse, drains, backpressureMs] = [0, 0, 0];
  let fullSince = stream.writableNeedDrain === true ? performance.now() : undefined;
  let isWritingEnd = false;
  let isClosed = false;
  let lastHeldBytes = 0;
  /** What it held when it failed or was destroyed: it has left the stream, but did not come out of it. */
  let lostBytes: number | undefined;

  const heldChunks = (): number => (lostBytes === undefined ? stream.writableLength : 0);
  const heldBytes = (): number => {
    if (lostBytes !== undefined) return 0;
    const length = stream.writableLength;
    lastHeldBytes = sizes === undefined ? length : sizes.bytesInLast(length);
    return lastHeldBytes;
  };
  const noteChunk = (chunk: unknown, encoding: unknown): void => {
    const isRefused = lostBytes !== undefined || stream.writableEnded === true || stream.destroyed === true;
    if (isRefused || isWritingEnd || chunk === null) return;
    if (fullSince !== undefined) writesAfterFalse += 1;
    const size = sizeOfChunk(chunk, encodingOf(chunk, encoding, state));
    bytesIn += size;
    sizes?.add(size);
  };
  const stopClock = (): void => {
    if (fullSince !== undefined) backpressureMs += performance.now() - fullSince;
    fullSince = undefined;
  };
  const lose = (bytes: number): void => {
    lostBytes ??= bytes;
    stopClock();
  };

  stream.write = (chunk, encoding, callback) => {
    noteChunk(chunk, encoding);
    const accepted = write.call(stream, chunk, encoding, callback);
    changed();
    if (!accepted && fullSince === undefined && stream.writableNeedDrain !== false) {
      fullSince = performance.now();
    }
    return accepted;
  };
  stream.end = (chunk, encoding, callback) => {
    const hasChunk = chunk !== undefined && chunk !== null && typeof chunk !== 'function';
    if (hasChunk) noteChunk(chunk, encoding);
    // An HTTP/2 response writes the chunk of end(chunk) by its own write().
    isWritingEnd = hasChunk;
    try {
      return end.call(stream, chunk, encoding, callback);
    } finally {
      isWritingEnd = false;
      changed();
    }
  };
  if (destroy !== undefined) {
    stream.destroy = (...reason) => {
      lose(heldBytes());
      return destroy.apply(stream, reason);
    };
  }
  if (state?.onwrite !== undefined) {
    const { onwrite } = state;
    // After an error the stream forgets what it held before it destroys itself.
    state.onwrite = (error) => {
      if (error) lose(heldBytes());
      onwrite(error);
    };
  }
  stream.on('drain', () => {
    drains += 1;
    stopClock();
  });
  // No 'drain' comes after end(). Node 20 and 22 say 'finish' of an HTTP response, too, whose connection is gone.
  stream.prependListener('finish', () => lose(stream.socket?.destroyed === true ? lastHeldBytes : 0));
  // Such a response was not destroyed itself, and no longer knows what it held.
  stream.on('close', () => {
    isClosed = true;
    lose(lastHeldBytes);
  });

  return {
    heldBytes,
    ...(sizes !== undefined && { heldChunks }),
    isOver: () => isClosed,
    totals: (): StreamTotals => ({
      highWaterMarkBytes: sizes === undefined ? stream.writableHighWaterMark : undefined,
      writesAfterFalse,
      pushesAfterFalse: 0,
      drains,
      backpressureMs:
        fullSince === undefined ? backpressureMs : backpressureMs + performance.now() - fullSince,
      bytesIn,
      // A length can include what the stream added itself, such as the frame of an HTTP chunk.
      bytesOut: Math.max(0, bytesIn - (lostBytes ?? heldBytes())),
    }),
  };
}

function meterReadableSide(stream: ReadableSide, changed: () => void): Meter {
  const { push, unshift, _read, _readableState: state } = stream;
  const sizes = stream.readableObjectMode === true ? new SizeQueue() : undefined;
  let bytesIn = sizes === undefined ? stream.readableLength : 0;
  let pushesAfterFalse = 0;
  let [saidEnough, hasEnded, isClosed] = [false, false, false];

  stream.push = (chunk, encoding) => {
    const isChunk = chunk !== null && (chunk !== undefined || sizes !== undefined);
    if (isChunk && !hasEnded && stream.destroyed !== true) {
      const size = sizeOfChunk(chunk, encodingOf(chunk, encoding, state));
      bytesIn += size;
      sizes?.add(size);
      if (saidEnough) pushesAfterFalse += 1;
    }
    if (chunk === null) hasEnded = true;
    const wantsMore = push.call(stream, chunk, encoding);
    changed();
    saidEnough = !wantsMore;
    return wantsMore;
  };
  // What is put back has come in before.
  stream.unshift = (chunk, encoding) => {
    if (chunk !== null)
      sizes?.putBack(sizeOfChunk(chunk, encodingOf(chunk, encoding, state)), stream.readableLength);
    const wantsMore = unshift.call(stream, chunk, encoding);
    changed();
    return wantsMore;
  };
  // The stream asks again: what was said by the last push() no longer holds.
  stream._read = (size) => {
    saidEnough = false;
    return _read.call(stream, size);
  };

  stream.on('close', () => {
    isClosed = true;
  });

  const unreadBytes = (): number => sizes?.bytesInLast(stream.readableLength) ?? stream.readableLength;
  return {
    // What was not read when it closed never will be.
    heldBytes: () => (isClosed ? 0 : unreadBytes()),
    ...(sizes !== undefined && { heldChunks: () => (isClosed ? 0 : stream.readableLength) }),
    isOver: () => isClosed,
    totals: (): StreamTotals => ({
      highWaterMarkBytes: sizes === undefined ? stream.readableHighWaterMark : undefined,
      writesAfterFalse: 0,
      pushesAfterFalse,
      drains: 0,
      backpressureMs: 0,
      bytesIn,
      bytesOut: Math.max(0, bytesIn - unreadBytes()),
    }),
  };
}

/** The encoding of a string that came without one is a setting of the stream. */
const encodingOf = (
  chunk: unknown,
  encoding: unknown,
  state: { readonly defaultEncoding?: string } | undefined,
): unknown => (typeof chunk === 'string' && typeof encoding !== 'string' ? state?.defaultEncoding : encoding);
