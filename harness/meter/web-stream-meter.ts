/**
 * Web Streams have no events and no public length, and `pipeTo` goes past every public method. What tells how much
 * one holds is its controller's queue. Where that is not found the stream is not counted, and the result says so.
 */
import { joinTransform, type Meter, type StreamTotals } from './meter.ts';
import { SizeQueue, sizeOfChunk } from './size-queue.ts';
import { countDirectReads, countResponses } from './web-direct-reads.ts';
import {
  type ControllerState,
  chunksIn,
  type Inside,
  lookInside,
  type StreamState,
  whenSet,
} from './web-stream-state.ts';

interface Pair {
  readonly writable: WritableStream;
  readonly readable: ReadableStream;
}

/** A TransformStream, and what has the same two sides without being one, such as a CompressionStream. */
const isPair = (stream: object): stream is Pair =>
  'writable' in stream &&
  stream.writable instanceof WritableStream &&
  'readable' in stream &&
  stream.readable instanceof ReadableStream;

export const isWebStream = (stream: object): boolean =>
  stream instanceof ReadableStream || stream instanceof WritableStream || isPair(stream);

/** Counts from now on what `stream` holds. Undefined where this Node lets nobody look into its Web Streams. */
export function meterWebStream(stream: object, changed: () => void): Meter | undefined {
  if (isPair(stream)) {
    const [entry, exit] = [stream.writable, stream.readable].map((side) => meterWebStream(side, changed));
    return entry !== undefined && exit !== undefined ? joinTransform(entry, exit) : undefined;
  }
  const inside = lookInside(stream);
  if (inside === undefined) return undefined;
  return stream instanceof WritableStream ? meterWritable(inside, changed) : meterReadable(inside, changed);
}

function meterWritable(inside: Inside, changed: () => void): Meter {
  const { stream, state } = inside;
  let [writesAfterFalse, drains, backpressureMs] = [0, 0, 0];
  let isFull = state.queue.length > 0 && stream.backpressure === true;
  let fullSince = isFull ? performance.now() : undefined;

  const stopClock = (): void => {
    if (fullSince !== undefined) backpressureMs += performance.now() - fullSince;
    fullSince = undefined;
  };
  // Chunks only leave between two that arrive: there is one drain at most to be noticed.
  const noticeDrain = (): void => {
    if (!isFull || stream.backpressure !== false) return;
    isFull = false;
    drains += 1;
    stopClock();
  };
  const queue = followChunks(inside, changed, (size, totalFound) => {
    noticeDrain();
    if (isFull) writesAfterFalse += 1;
    else isFull = totalFound + size >= state.highWaterMark;
    if (isFull) fullSince ??= performance.now();
  });

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
      return {
        ...queue.totals(),
        writesAfterFalse,
        drains,
        backpressureMs:
          fullSince === undefined ? backpressureMs : backpressureMs + performance.now() - fullSince,
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

function meterReadable(inside: Inside, changed: () => void): Meter | undefined {
  const { state } = inside;
  let [directBytes, pushesAfterFalse] = [0, 0];
  const deliver = (bytes: number): void => {
    directBytes += bytes;
  };
  if (!countDirectReads(inside, deliver)) return undefined;
  const noteArrival: NoteArrival = (_size, totalFound) => {
    // An empty queue can always take one, also where the mark is 0.
    if (totalFound > 0 && totalFound >= state.highWaterMark) pushesAfterFalse += 1;
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

/** Called with the size of a chunk in the unit of the high-water mark, and how much it finds in the queue. */
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
    // It is asked about each chunk just before that is queued, also by pipeTo and tee.
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

  // A stream that fails is given another queue, and leaves the last one as it was: none of that came out. An empty one
  // is also what it begins with.
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
 * Chunks enter the queue of a byte stream in many ways, and leave it in pieces: what is followed is the total. Setting
 * it costs several hundred ns then, which is why this is not how the chunks of other streams are followed.
 */
function followBytes({ stream, state }: Inside, changed: () => void, noteArrival: NoteArrival): Meter {
  let { queue, queueTotalSize: total } = state;
  let [bytesIn, droppedBytes] = [total, 0];
  whenSet(state, 'queueTotalSize', (totalNow) => {
    const totalFound = total;
    total = totalNow;
    // A stream that fails is given another queue: what was in the last one did not come out.
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

/** What is written to a stream that is closing, closed or failing is refused, after its size was requested. */
const isRefusing = ({ state, closeRequest, inFlightCloseRequest }: StreamState): boolean =>
  (state !== 'writable' && state !== 'readable') ||
  closeRequest?.promise !== undefined ||
  inFlightCloseRequest?.promise !== undefined;

/** The size functions that describeInformational bytes: Node has one for all ByteLengthQueuingStrategies. */
const BYTE_LENGTH_SIZES = new WeakSet<object>([new ByteLengthQueuingStrategy({ highWaterMark: 0 }).size]);

const finiteMark = ({ highWaterMark }: ControllerState): number | undefined =>
  Number.isFinite(highWaterMark) ? highWaterMark : undefined;
