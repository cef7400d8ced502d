/** What one watched stream can tell at any moment. There is one kind of meter for each family of streams. */
export interface Meter {
  readonly heldBytes: () => number;
  /** Absent where the stream counts bytes. */
  readonly heldChunks?: () => number;
  readonly totals: () => StreamTotals;
}

export interface StreamTotals {
  readonly highWaterMarkBytes: number | undefined;
  readonly writesAfterFalse: number;
  readonly pushesAfterFalse: number;
  readonly drains: number;
  readonly fullMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}
