/**
 * Web Streams have no events and no public length, and `pipeTo` bypasses every public method. How much one has
 * buffered is read from its controller's queue. If that is not found, the stream is not counted, and the result warns.
 */
import type { FirstCall } from './call-site.ts';
import { joinTransform, type Meter, type StreamTotals } from './meter.ts';
import { SizeQueue, sizeOfChunk } from './size-queue.ts';
import { countDirectReads, countResponses } from './web-direct-reads.ts';
import {
  type ControllerState,
  chunksIn,
  type Inside,
  isRefusing,
  lookInside,
  type StreamState,
  whenSet,
} from './web-stream-state.ts';

interface Pair {
  readonly writable: WritableStream;
  readonly readable: ReadableStream;
}

/** A TransformStream, or an object with the same two sides that is not one, such as a CompressionStream. */
const isPair = (stream: object): stream is Pair =>
  'writable' in stream &&
  stream.writable instanceof WritableStream &&
  'readable' in stream &&
  stream.readable instanceof ReadableStream;

export const isWebStream = (stream: object): boolean =>
  stream instanceof ReadableStream || stream instanceof WritableStream || isPair(stream);

/** Counts from now on what `stream` buffers. Undefined if this Node gives no access to the state of its Web Streams. */
export function meterWebStream(stream: object, changed: () => void, firstCall: FirstCall): Meter | undefined {
  if (isPair(stream)) {
    const sides = [stream.writable, stream.readable];
    const [entry, exit] = sides.map((side) => meterWebStream(side, changed, firstCall));
    return entry !== undefined && exit !== undefined ? joinTransform(entry, exit) : undefined;
  }
  const inside = lookInside(stream);
  if (inside === undefined) return undefined;
  return stream instanceof WritableStream
    ? meterWritable(inside, changed, firstCall)
    : meterReadable(inside, changed, firstCall);
}

function meterWritable(inside: Inside, changed: () => void, firstCall: FirstCall): Meter {
  const { stream, state } = inside;
  let [writesAfterFalse, drains, backpressureMs] = [0, 0, 0];
  let isFull = state.queue.length > 0 && stream.backpressure === true;
  let fullSince = isFull ? performance.now() : undefined;

  const stopClock = (): void => {
    if (fullSince !== undefined) backpressureMs += performance.now() - fullSince;
    fullSince = undefined;
  };
  // Between two arrivals chunks only leave: there is at most one drain to detect.
  const noticeDrain = (): void => {
    if (!isFull || stream.backpressure !== false) return;
    isFull = false;
    drains += 1;
    stopClock();
  };
  const noteArrival: NoteArrival = (size, totalFound) => {
    noticeDrain();
    if (isFull) {
      writesAfterFalse += 1;
      firstCall.note('write', noteArrival);
    } else isFull = totalFound + size >= state.highWaterMark;
    if (isFull) fullSince ??= performance.now();
  };
  const queue = followChunks(inside, changed, noteArrival);

  const { writeAlgorithm } = state;
  // The chunk leaves the queue in a reaction that the stream attaches after this one: look one turn later.
  const lookSoon = (): void =>
    queueMicrotask(() => {
      noticeDrain();
      // One that is closing gets room without being ready again.
      if (state.queueTotalSize < state.highWaterMark) stopClock();
    });
  if (writeAlgorithm !== undefined) {
    state.writeAlgorithm = (chunk, controller) => {
      const written = callBack(() => writeAlgorithm.call(state, chunk, controller));
      Promise.resolve(written).then(lookSoon, lookSoon);
      return written;
    };
  }
  return {
    ...queue,
    totals: () => {
      noticeDrain();
      const fullForMs = fullSince === undefined ? undefined : performance.now() - fullSince;
      return {
        ...queue.totals(),
        writesAfterFalse,
        drains,
        backpressureMs: backpressureMs + (fullForMs ?? 0),
        ...(fullForMs !== undefined && { fullForMs }),
      };
    },
  };
}

/** From Node 24 on a sink that throws does so here, and what it throws is a rejection to the stream. */
function callBack(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return Promise.reject(error);
  }
}

function meterReadable(inside: Inside, changed: () => void, firstCall: FirstCall): Meter | undefined {
  const { state } = inside;
  let [directBytes, pushesAfterFalse] = [0, 0];
  const deliver = (bytes: number): void => {
    directBytes += bytes;
  };
  if (!countDirectReads(inside, deliver)) return undefined;
  const noteArrival: NoteArrival = (_size, totalFound) => {
    // An empty queue can always take one, even with a highWaterMark of 0.
    if (totalFound === 0 || totalFound < state.highWaterMark) return;
    pushesAfterFalse += 1;
    firstCall.note('enqueue', noteArrival);
  };
  const isByteStream = !('sizeAlgorithm' in state);
  if (isByteStream) countResponses(inside, deliver);
  const queue = (isByteStream ? followBytes : followChunks)(inside, changed, noteArrival);
  return {
    ...queue,
    totals: () => {
      const totals = queue.totals();
      return {
        ...totals,
        pushesAfterFalse,
        bytesIn: totals.bytesIn + directBytes,
        bytesOut: totals.bytesOut + directBytes,
      };
    },
  };
}

const NOTHING: StreamTotals = {
  highWaterMarkBytes: undefined,
  writesAfterFalse: 0,
  pushesAfterFalse: 0,
  drains: 0,
  backpressureMs: 0,
  bytesIn: 0,
  bytesOut: 0,
};

/** Called with the size of a chunk in the unit of the highWaterMark, and how much is already in the queue. */
type NoteArrival = (size: number, totalFound: number) => void;

function followChunks({ stream, state }: Inside, changed: () => void, noteArrival: NoteArrival): Meter {
  const { sizeAlgorithm } = state;
  const isMarkedInBytes = sizeAlgorithm !== undefined && BYTE_LENGTH_SIZES.has(sizeAlgorithm);
  const sizes = new SizeQueue();
  let { queue } = state;
  let [bytesIn, droppedBytes, arriving] = [0, 0, 0];
  const addChunk = (chunk: unknown): void => {
    const bytes = sizeOfChunk(chunk);
    bytesIn += bytes;
    sizes.add(bytes);
  };
  for (const chunk of chunksIn(queue)) addChunk(chunk);

  if (sizeAlgorithm !== undefined) {
    // It is called for each chunk just before that is queued, by pipeTo and tee too.
    state.sizeAlgorithm = (chunk) => {
      const size = sizeAlgorithm.call(undefined, chunk);
      if (isRefusing(stream)) return size;
      noteArrival(size, state.queueTotalSize);
      addChunk(chunk);
      arriving = 1;
      changed();
      arriving = 0;
      return size;
    };
    if (isMarkedInBytes) BYTE_LENGTH_SIZES.add(state.sizeAlgorithm);
  }

  // A stream that fails gets a new queue and leaves the old one as it was: none of that was delivered. It also begins
  // with an empty one.
  const followReplacement = (): void => {
    if (queue.length > 0) droppedBytes += sizes.bytesInLast(chunksIn(queue).length);
    queue = state.queue;
  };
  const heldChunks = (): number => {
    if (state.queue !== queue) followReplacement();
    const closeMarks = stream.closeRequest?.promise === undefined ? 0 : 1;
    return Math.max(0, queue.length - closeMarks) + arriving;
  };
  const heldBytes = (): number => sizes.bytesInLast(heldChunks());
  return {
    heldBytes,
    heldChunks,
    isOver: () => isOver(stream),
    totals: () => {
      const retained = heldBytes();
      return {
        ...NOTHING,
        highWaterMarkBytes: isMarkedInBytes ? finiteMark(state) : undefined,
        bytesIn,
        bytesOut: bytesIn - retained - droppedBytes,
      };
    },
  };
}

/**
 * Chunks enter the queue of a byte stream in many ways, and leave it in pieces, so the total is observed. That makes
 * setting it several hundred ns slower, which is why the chunks of other streams are not counted this way.
 */
function followBytes({ stream, state }: Inside, changed: () => void, noteArrival: NoteArrival): Meter {
  let { queue, queueTotalSize: total } = state;
  let [bytesIn, droppedBytes] = [total, 0];
  whenSet(state, 'queueTotalSize', (totalNow) => {
    const totalFound = total;
    total = totalNow;
    // A stream that fails gets a new queue: what was in the old one was not delivered.
    if (state.queue !== queue) droppedBytes += totalFound;
    queue = state.queue;
    if (total <= totalFound) return;
    bytesIn += total - totalFound;
    noteArrival(total - totalFound, totalFound);
    changed();
  });
  return {
    heldBytes: () => total,
    isOver: () => isOver(stream),
    totals: () => ({
      ...NOTHING,
      highWaterMarkBytes: finiteMark(state),
      bytesIn,
      bytesOut: bytesIn - total - droppedBytes,
    }),
  };
}

const isOver = ({ state }: StreamState): boolean => state === 'closed' || state === 'errored';

/** The size functions that count bytes: Node has one for all ByteLengthQueuingStrategies. */
const BYTE_LENGTH_SIZES = new WeakSet<object>([new ByteLengthQueuingStrategy({ highWaterMark: 0 }).size]);

const finiteMark = ({ highWaterMark }: ControllerState): number | undefined =>
  Number.isFinite(highWaterMark) ? highWaterMark : undefined;
