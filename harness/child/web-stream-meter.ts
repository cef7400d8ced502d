/**
 * Web Streams have no events and no public length, and `pipeTo` goes past every public method. What tells how much
 * one holds is its controller's queue, which Node keeps in a state object behind a symbol. The fields used here are
 * those of the specification's abstract operations, and have kept their names from Node 20 to 26; where they are
 * not found the stream is not counted, and the result says so.
 */
import type { Meter, StreamTotals } from './meter.ts';
import { SizeQueue, sizeOfChunk } from './size-queue.ts';

interface ControllerState {
  readonly queue: { readonly length: number };
  readonly queueTotalSize: number;
  readonly highWaterMark: number;
  /** Absent on byte streams, whose queueTotalSize is in bytes. */
  sizeAlgorithm?: (chunk: unknown) => number;
  writeAlgorithm?: (chunk: unknown, controller: unknown) => unknown;
}

interface Controller {
  enqueue?: (chunk: unknown) => unknown;
}

interface Inside {
  readonly controller: Controller;
  readonly state: ControllerState;
}

export const isWebStream = (stream: object): boolean =>
  stream instanceof ReadableStream || stream instanceof WritableStream || stream instanceof TransformStream;

/** Undefined where this Node lets nobody look into its Web Streams. */
export function meterWebStream(stream: object, changed: () => void): Meter | undefined {
  if (stream instanceof TransformStream) {
    const [entry, exit] = [stream.writable, stream.readable].map((side) => meterWebStream(side, changed));
    return entry !== undefined && exit !== undefined ? joinSides(entry, exit) : undefined;
  }
  const inside = lookInside(stream);
  if (inside === undefined) return undefined;
  if (stream instanceof WritableStream) return meterWritable(inside, changed);
  return inside.state.sizeAlgorithm === undefined
    ? meterByteStream(inside, changed)
    : meterReadable(inside, changed);
}

function meterWritable({ state }: Inside, changed: () => void): Meter {
  const sizes = new SizeQueue();
  let [bytesIn, writesAfterFalse, drains, fullMs] = [0, 0, 0, 0];
  let fullSince: number | undefined;
  const isFull = (): boolean => state.queueTotalSize >= state.highWaterMark;

  const held = meterQueue(state, sizes, changed, (chunk) => {
    if (isFull()) writesAfterFalse += 1;
    bytesIn += sizeOfChunk(chunk);
  });
  const { writeAlgorithm } = state;
  if (writeAlgorithm !== undefined) {
    state.writeAlgorithm = (chunk, controller) => {
      const written = writeAlgorithm.call(state, chunk, controller);
      if (isFull()) fullSince ??= performance.now();
      const look = (): void => {
        if (fullSince === undefined || isFull()) return;
        drains += 1;
        fullMs += performance.now() - fullSince;
        fullSince = undefined;
      };
      // The chunk leaves the queue in a reaction that the stream attaches after this one: look one turn later.
      Promise.resolve(written).then(
        () => queueMicrotask(look),
        () => queueMicrotask(look),
      );
      return written;
    };
  }
  return {
    ...held,
    totals: () => ({
      ...NOTHING,
      writesAfterFalse,
      drains,
      fullMs: fullSince === undefined ? fullMs : fullMs + performance.now() - fullSince,
      bytesIn,
      bytesOut: bytesIn - held.heldBytes(),
    }),
  };
}

function meterReadable({ controller, state }: Inside, changed: () => void): Meter {
  const sizes = new SizeQueue();
  let [bytesIn, pushesAfterFalse] = [0, 0];
  let isEnqueuing = false;
  for (const chunk of queuedChunks(state)) {
    bytesIn += sizeOfChunk(chunk);
    sizes.add(sizeOfChunk(chunk));
  }
  const held = meterQueue(state, sizes, changed, (chunk) => {
    if (state.queueTotalSize >= state.highWaterMark) pushesAfterFalse += 1;
    // A branch of tee() is filled from inside, not by the public method below.
    if (!isEnqueuing) bytesIn += sizeOfChunk(chunk);
  });
  // A chunk that a waiting read takes at once never enters the queue; only the public method sees it.
  hookEnqueue(controller, (chunk, enqueue) => {
    bytesIn += sizeOfChunk(chunk);
    isEnqueuing = true;
    try {
      enqueue();
    } finally {
      isEnqueuing = false;
    }
  });
  return {
    ...held,
    totals: () => ({ ...NOTHING, pushesAfterFalse, bytesIn, bytesOut: bytesIn - held.heldBytes() }),
  };
}

function meterByteStream({ controller, state }: Inside, changed: () => void): Meter {
  let [bytesIn, pushesAfterFalse] = [state.queueTotalSize, 0];
  hookEnqueue(controller, (chunk, enqueue) => {
    if (state.queueTotalSize > 0 && state.queueTotalSize >= state.highWaterMark) pushesAfterFalse += 1;
    bytesIn += sizeOfChunk(chunk);
    enqueue();
    changed();
  });
  return {
    heldBytes: () => state.queueTotalSize,
    totals: () => ({
      ...NOTHING,
      highWaterMarkBytes: state.highWaterMark,
      pushesAfterFalse,
      bytesIn,
      bytesOut: bytesIn - state.queueTotalSize,
    }),
  };
}

const NOTHING: StreamTotals = {
  highWaterMarkBytes: undefined,
  writesAfterFalse: 0,
  pushesAfterFalse: 0,
  drains: 0,
  fullMs: 0,
  bytesIn: 0,
  bytesOut: 0,
};

/** The size algorithm is asked about each chunk just before it is queued, also by pipeTo and tee. */
function meterQueue(
  state: ControllerState,
  sizes: SizeQueue,
  changed: () => void,
  noteChunk: (chunk: unknown) => void,
): Pick<Meter, 'heldBytes'> & Required<Pick<Meter, 'heldChunks'>> {
  const { sizeAlgorithm } = state;
  let arriving = 0;
  state.sizeAlgorithm = (chunk) => {
    const size = sizeAlgorithm === undefined ? 1 : sizeAlgorithm.call(undefined, chunk);
    noteChunk(chunk);
    sizes.add(sizeOfChunk(chunk));
    arriving = 1;
    changed();
    arriving = 0;
    return size;
  };
  return {
    heldBytes: () => sizes.bytesInLast(state.queue.length + arriving),
    heldChunks: () => state.queue.length + arriving,
  };
}

function hookEnqueue(controller: Controller, around: (chunk: unknown, enqueue: () => void) => void): void {
  const { enqueue } = controller;
  if (enqueue === undefined) return;
  Object.defineProperty(controller, 'enqueue', {
    value: (chunk: unknown) => around(chunk, () => enqueue.call(controller, chunk)),
  });
}

function joinSides(entry: Meter, exit: Meter): Meter {
  return {
    heldBytes: () => entry.heldBytes() + exit.heldBytes(),
    heldChunks: () => (entry.heldChunks?.() ?? 0) + (exit.heldChunks?.() ?? 0),
    totals: () => ({
      ...entry.totals(),
      pushesAfterFalse: exit.totals().pushesAfterFalse,
      bytesOut: exit.totals().bytesOut,
    }),
  };
}

function lookInside(stream: object): Inside | undefined {
  const controller = stateOf(stream)?.['controller'];
  if (typeof controller !== 'object' || controller === null) return undefined;
  const state = stateOf(controller);
  const isKnown = state !== undefined && 'queue' in state && typeof state['queueTotalSize'] === 'number';
  return isKnown ? { controller, state: state as unknown as ControllerState } : undefined;
}

function stateOf(object: object): Record<string, unknown> | undefined {
  const symbol = Object.getOwnPropertySymbols(object).find(({ description }) => description === 'kState');
  return symbol && (object as Record<symbol, Record<string, unknown>>)[symbol];
}

/** What was queued before anybody could watch: a stream's `start` runs inside its constructor. */
function queuedChunks({ queue }: ControllerState): unknown[] {
  // Node 20 to 24: an array of { value, size }.
  if (Array.isArray(queue)) return queue.map((entry: { readonly value: unknown }) => entry.value);
  // Node 26: a ring of value, size, value, size.
  const { list, head } = queue as { readonly list?: readonly unknown[]; readonly head?: number };
  if (list === undefined || head === undefined) return [];
  return Array.from({ length: queue.length }, (_, index) => list[(head + 2 * index) % list.length]);
}
