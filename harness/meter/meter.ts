/** What one watched stream can report at any moment. There is one kind of meter for each family of streams. */
export interface Meter {
  readonly heldBytes: () => number;
  /** Absent if the stream counts bytes. */
  readonly heldChunks?: () => number;
  /** Whether the stream has ended: nothing more goes in or out. */
  readonly isOver: () => boolean;
  readonly totals: () => StreamTotals;
}

/**
 * Streams are recognised by what they can do, not by their class: an HTTP response is not an instance of Writable,
 * and a stream may come from another copy of the stream module.
 *
 * A length is what the stream says it is. One that keeps strings as they are (net.Socket, decodeStrings: false,
 * setEncoding) counts their UTF-16 code units, not their bytes.
 */
export interface NodeStream {
  on: (event: string, listener: () => void) => unknown;
  prependListener: (event: string, listener: () => void) => unknown;
  readonly destroyed?: boolean;
}

export interface StreamTotals {
  /** Absent if the highWaterMark does not count bytes. */
  readonly highWaterMarkBytes: number | undefined;
  readonly writesAfterFalse: number;
  readonly pushesAfterFalse: number;
  readonly drains: number;
  readonly backpressureMs: number;
  /** Absent if it is not full. */
  readonly fullForMs?: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** The two sides of a transform: what goes into one comes out of the other. */
export function joinTransform(writable: Meter, readable: Meter): Meter {
  return joinSides(writable, readable, (entry, exit) => ({
    ...addTotals(entry, exit),
    bytesIn: entry.bytesIn,
    bytesOut: exit.bytesOut,
  }));
}

/**
 * The two sides of a duplex, which are independent of each other: the bytes in and out are those written, or those
 * received if nothing was written. The highWaterMark of an unused side does not count.
 */
export function joinDuplex(writable: Meter, readable: Meter): Meter {
  return joinSides(writable, readable, (sent, received) => {
    const main = sent.bytesIn > 0 ? sent : received;
    const isOneWay = sent.bytesIn === 0 || received.bytesIn === 0;
    const all = addTotals(sent, received);
    const highWaterMarkBytes = isOneWay ? main.highWaterMarkBytes : all.highWaterMarkBytes;
    return { ...all, highWaterMarkBytes, bytesIn: main.bytesIn, bytesOut: main.bytesOut };
  });
}

function joinSides(
  writable: Meter,
  readable: Meter,
  joinTotals: (writable: StreamTotals, readable: StreamTotals) => StreamTotals,
): Meter {
  const countsChunks = writable.heldChunks !== undefined || readable.heldChunks !== undefined;
  return {
    heldBytes: () => writable.heldBytes() + readable.heldBytes(),
    ...(countsChunks && {
      heldChunks: () => (writable.heldChunks?.() ?? 0) + (readable.heldChunks?.() ?? 0),
    }),
    isOver: () => writable.isOver() && readable.isOver(),
    totals: () => joinTotals(writable.totals(), readable.totals()),
  };
}

export function addTotals(one: StreamTotals, other: StreamTotals): StreamTotals {
  const isMarkedInBytes = one.highWaterMarkBytes !== undefined && other.highWaterMarkBytes !== undefined;
  const isFull = one.fullForMs !== undefined || other.fullForMs !== undefined;
  return {
    highWaterMarkBytes: isMarkedInBytes ? one.highWaterMarkBytes + other.highWaterMarkBytes : undefined,
    writesAfterFalse: one.writesAfterFalse + other.writesAfterFalse,
    pushesAfterFalse: one.pushesAfterFalse + other.pushesAfterFalse,
    drains: one.drains + other.drains,
    backpressureMs: one.backpressureMs + other.backpressureMs,
    ...(isFull && { fullForMs: Math.max(one.fullForMs ?? 0, other.fullForMs ?? 0) }),
    bytesIn: one.bytesIn + other.bytesIn,
    bytesOut: one.bytesOut + other.bytesOut,
  };
}
