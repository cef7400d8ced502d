import type { FirstCall } from './call-site.ts';
import type { Meter, NodeStream, StreamTotals } from './meter.ts';
import { encodingOf, SizeQueue, sizeOfChunk } from './size-queue.ts';

export interface ReadableSide extends NodeStream {
  push: (chunk: unknown, encoding?: unknown) => boolean;
  unshift: (chunk: unknown, encoding?: unknown) => unknown;
  _read: (size: number) => unknown;
  readonly readableLength: number;
  readonly readableHighWaterMark: number;
  readonly readableObjectMode?: boolean;
  readonly _readableState?: { readonly defaultEncoding?: string };
}

export const hasReadableSide = (stream: object): stream is ReadableSide =>
  'push' in stream && typeof stream.push === 'function' && 'readableLength' in stream;

/** Counts what a Readable buffers, and the readable side of a duplex. */
export class ReadableMeter implements Meter {
  readonly heldChunks?: () => number;
  readonly #stream: ReadableSide;
  readonly #sizes: SizeQueue | undefined;
  #bytesIn: number;
  #pushesAfterFalse = 0;
  /** When push() returned false, if the stream has not called read() since. */
  #fullSince: number | undefined;
  #hasEnded = false;
  #isClosed = false;

  constructor(stream: ReadableSide, changed: () => void, firstCall: FirstCall) {
    this.#stream = stream;
    this.#sizes = stream.readableObjectMode === true ? new SizeQueue() : undefined;
    this.#bytesIn = this.#sizes === undefined ? stream.readableLength : 0;
    if (this.#sizes !== undefined) this.heldChunks = () => (this.#isClosed ? 0 : stream.readableLength);
    this.#wrapPush(stream, changed, firstCall);
    this.#wrapUnshift(stream, changed);
    const { _read } = stream;
    stream._read = (size) => {
      this.#fullSince = undefined;
      return _read.call(stream, size);
    };
    stream.on('close', () => {
      this.#isClosed = true;
    });
  }

  /** Chunks that were not read when the stream closed never will be. */
  heldBytes(): number {
    return this.#isClosed ? 0 : this.#unreadBytes();
  }

  isOver(): boolean {
    return this.#isClosed;
  }

  totals(): StreamTotals {
    const isFull = this.#fullSince !== undefined && !this.#isClosed;
    return {
      highWaterMarkBytes: this.#sizes === undefined ? this.#stream.readableHighWaterMark : undefined,
      writesAfterFalse: 0,
      pushesAfterFalse: this.#pushesAfterFalse,
      drains: 0,
      backpressureMs: 0,
      ...(isFull && { fullForMs: performance.now() - (this.#fullSince ?? 0) }),
      bytesIn: this.#bytesIn,
      bytesOut: Math.max(0, this.#bytesIn - this.#unreadBytes()),
    };
  }

  #wrapPush(stream: ReadableSide, changed: () => void, firstCall: FirstCall): void {
    const { push } = stream;
    const countedPush: typeof push = (chunk, encoding) => {
      const isChunk = chunk !== null && (chunk !== undefined || this.#sizes !== undefined);
      if (isChunk && !this.#hasEnded && stream.destroyed !== true) {
        const size = sizeOfChunk(chunk, encodingOf(chunk, encoding, stream._readableState));
        this.#bytesIn += size;
        this.#sizes?.add(size);
        if (this.#fullSince !== undefined) {
          this.#pushesAfterFalse += 1;
          firstCall.note('push', countedPush);
        }
      }
      if (chunk === null) this.#hasEnded = true;
      const wantsMore = push.call(stream, chunk, encoding);
      changed();
      if (wantsMore) this.#fullSince = undefined;
      else if (!this.#hasEnded) this.#fullSince ??= performance.now();
      return wantsMore;
    };
    stream.push = countedPush;
  }

  /** A chunk that is unshifted has come in before. */
  #wrapUnshift(stream: ReadableSide, changed: () => void): void {
    const { unshift } = stream;
    stream.unshift = (chunk, encoding) => {
      if (chunk !== null) {
        const size = sizeOfChunk(chunk, encodingOf(chunk, encoding, stream._readableState));
        this.#sizes?.putBack(size, stream.readableLength);
      }
      const wantsMore = unshift.call(stream, chunk, encoding);
      changed();
      return wantsMore;
    };
  }

  #unreadBytes(): number {
    return this.#sizes?.bytesInLast(this.#stream.readableLength) ?? this.#stream.readableLength;
  }
}
