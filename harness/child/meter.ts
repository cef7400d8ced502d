/** What one watched stream can tell at any moment. There is one kind of meter for each family of streams. */
export interface Meter {
  readonly heldBytes: () => number;
  /** Absent where the stream counts bytes. */
  readonly heldChunks?: () => number;
  /** Whether nothing goes in or out any more. */
  readonly isOver: () => boolean;
  readonly totals: () => StreamTotals;
}

export interface StreamTotals {
  /** Absent where the mark counts something else than bytes. */
  readonly highWaterMarkBytes: number | undefined;
  readonly writesAfterFalse: number;
  readonly pushesAfterFalse: number;
  readonly drains: number;
  readonly fullMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Two sides of one stream. What leaves it is told by `exit`, which is either of them. */
export function joinSides(writable: Meter, readable: Meter, exit: Meter): Meter {
  const countsChunks = writable.heldChunks !== undefined || readable.heldChunks !== undefined;
  return {
    heldBytes: () => writable.heldBytes() + readable.heldBytes(),
    ...(countsChunks && {
      heldChunks: () => (writable.heldChunks?.() ?? 0) + (readable.heldChunks?.() ?? 0),
    }),
    isOver: () => writable.isOver() && readable.isOver(),
    totals: () => {
      const entry = writable.totals();
      return {
        ...addTotals(entry, readable.totals()),
        bytesIn: entry.bytesIn,
        bytesOut: exit.totals().bytesOut,
      };
    },
  };
}

export function addTotals(one: StreamTotals, other: StreamTotals): StreamTotals {
  const isMarkedInBytes = one.highWaterMarkBytes !== undefined && other.highWaterMarkBytes !== undefined;
  return {
    highWaterMarkBytes: isMarkedInBytes ? one.highWaterMarkBytes + other.highWaterMarkBytes : undefined,
    writesAfterFalse: one.writesAfterFalse + other.writesAfterFalse,
    pushesAfterFalse: one.pushesAfterFalse + other.pushesAfterFalse,
    drains: one.drains + other.drains,
    fullMs: one.fullMs + other.fullMs,
    bytesIn: one.bytesIn + other.bytesIn,
    bytesOut: one.bytesOut + other.bytesOut,
  };
}
