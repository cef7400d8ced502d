import type { FirstCall } from './call-site.ts';
import type { Meter, NodeStream, StreamTotals } from './meter.ts';
import { encodingOf, SizeQueue, sizeOfChunk } from './size-queue.ts';

export interface WritableSide extends NodeStream {
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
    /** Passed to the sink as the callback of every chunk. */
    onwrite?: (error?: unknown) => void;
  };
}

export const hasWritableSide = (stream: object): stream is WritableSide =>
  'write' in stream && typeof stream.write === 'function' && 'writableLength' in stream;

/** Counts what a Writable buffers, and the writable side of a duplex. */
export class WritableMeter implements Meter {
  readonly heldChunks?: () => number;
  readonly #stream: WritableSide;
  readonly #sizes: SizeQueue | undefined;
  readonly #firstCall: FirstCall;
  #bytesIn: number;
  #writesAfterFalse = 0;
  #drains = 0;
  #backpressureMs = 0;
  #fullSince: number | undefined;
  #isWritingEnd = false;
  #isClosed = false;
  #lastHeldBytes = 0;
  /** What it had buffered when it failed or was destroyed: it has left the stream, but was not delivered. */
  #lostBytes: number | undefined;

  constructor(stream: WritableSide, changed: () => void, firstCall: FirstCall) {
    this.#stream = stream;
    this.#firstCall = firstCall;
    this.#sizes = stream.writableObjectMode === true ? new SizeQueue() : undefined;
    // What it had buffered before it was watched came in, too. The size of buffered objects is unknown.
    this.#bytesIn = this.#sizes === undefined ? stream.writableLength : 0;
    this.#fullSince = stream.writableNeedDrain === true ? performance.now() : undefined;
    if (this.#sizes !== undefined)
      this.heldChunks = () => (this.#lostBytes === undefined ? stream.writableLength : 0);
    this.#wrapWrite(stream, changed);
    this.#wrapEnd(stream, changed);
    this.#seeLoss(stream);
    this.#listen(stream);
  }

  heldBytes(): number {
    if (this.#lostBytes !== undefined) return 0;
    const length = this.#stream.writableLength;
    this.#lastHeldBytes = this.#sizes === undefined ? length : this.#sizes.bytesInLast(length);
    return this.#lastHeldBytes;
  }

  isOver(): boolean {
    return this.#isClosed;
  }

  totals(): StreamTotals {
    const fullForMs = this.#fullSince === undefined ? undefined : performance.now() - this.#fullSince;
    return {
      highWaterMarkBytes: this.#sizes === undefined ? this.#stream.writableHighWaterMark : undefined,
      writesAfterFalse: this.#writesAfterFalse,
      pushesAfterFalse: 0,
      drains: this.#drains,
      backpressureMs: this.#backpressureMs + (fullForMs ?? 0),
      ...(fullForMs !== undefined && { fullForMs }),
      bytesIn: this.#bytesIn,
      // A length can include what the stream added itself, such as the frame of an HTTP chunk.
      bytesOut: Math.max(0, this.#bytesIn - (this.#lostBytes ?? this.heldBytes())),
    };
  }

  #wrapWrite(stream: WritableSide, changed: () => void): void {
    const { write } = stream;
    const countedWrite: typeof write = (chunk, encoding, callback) => {
      if (this.#noteChunk(chunk, encoding)) this.#firstCall.note('write', countedWrite);
      const accepted = write.call(stream, chunk, encoding, callback);
      changed();
      if (!accepted && this.#fullSince === undefined && stream.writableNeedDrain !== false) {
        this.#fullSince = performance.now();
      }
      return accepted;
    };
    stream.write = countedWrite;
  }

  #wrapEnd(stream: WritableSide, changed: () => void): void {
    const { end } = stream;
    const countedEnd: typeof end = (chunk, encoding, callback) => {
      const hasChunk = chunk !== undefined && chunk !== null && typeof chunk !== 'function';
      if (hasChunk && this.#noteChunk(chunk, encoding)) this.#firstCall.note('end', countedEnd);
      // An HTTP/2 response writes the chunk of end(chunk) by its own write().
      this.#isWritingEnd = hasChunk;
      try {
        return end.call(stream, chunk, encoding, callback);
      } finally {
        this.#isWritingEnd = false;
        changed();
      }
    };
    stream.end = countedEnd;
  }

  /** Detects destroy() and errors before the stream drops its buffer. */
  #seeLoss(stream: WritableSide): void {
    const { destroy, _writableState: state } = stream;
    if (destroy !== undefined) {
      stream.destroy = (...reason) => {
        this.#lose(this.heldBytes());
        return destroy.apply(stream, reason);
      };
    }
    if (state?.onwrite === undefined) return;
    const { onwrite } = state;
    state.onwrite = (error) => {
      if (error) this.#lose(this.heldBytes());
      onwrite(error);
    };
  }

  #listen(stream: WritableSide): void {
    stream.on('drain', () => {
      this.#drains += 1;
      this.#stopClock();
    });
    // No 'drain' comes after end(). Node 20 and 22 emit 'finish' even for an HTTP response whose connection is gone.
    stream.prependListener('finish', () =>
      this.#lose(stream.socket?.destroyed === true ? this.#lastHeldBytes : 0),
    );
    // Such a response was not destroyed itself, and no longer knows what it had buffered.
    stream.on('close', () => {
      this.#isClosed = true;
      this.#lose(this.#lastHeldBytes);
    });
  }

  /** Returns whether it is written after false. */
  #noteChunk(chunk: unknown, encoding: unknown): boolean {
    const stream = this.#stream;
    const isRefused =
      this.#lostBytes !== undefined || stream.writableEnded === true || stream.destroyed === true;
    if (isRefused || this.#isWritingEnd || chunk === null) return false;
    const size = sizeOfChunk(chunk, encodingOf(chunk, encoding, stream._writableState));
    this.#bytesIn += size;
    this.#sizes?.add(size);
    if (this.#fullSince === undefined) return false;
    this.#writesAfterFalse += 1;
    return true;
  }

  #stopClock(): void {
    if (this.#fullSince !== undefined) this.#backpressureMs += performance.now() - this.#fullSince;
    this.#fullSince = undefined;
  }

  #lose(bytes: number): void {
    this.#lostBytes ??= bytes;
    this.#stopClock();
  }
}
