import type { Readable } from 'node:stream';

const TAIL_BYTES = 64 * 1024;

/** The last 64 KiB of all bytes that were added. */
export class ByteTail {
  /** Room for twice as much: however small the chunks are, each byte is moved at most once. */
  readonly #bytes = Buffer.allocUnsafe(2 * TAIL_BYTES);
  #length = 0;

  add(chunk: Buffer): void {
    const end = chunk.subarray(-TAIL_BYTES);
    if (this.#length + end.length > this.#bytes.length) {
      this.#bytes.copyWithin(0, this.#length - TAIL_BYTES, this.#length);
      this.#length = TAIL_BYTES;
    }
    this.#length += end.copy(this.#bytes, this.#length);
  }

  /** At most `maxBytes` from the end. A view: the next `add` changes it. */
  last(maxBytes = TAIL_BYTES): Buffer {
    return this.#bytes.subarray(Math.max(0, this.#length - Math.min(maxBytes, TAIL_BYTES)), this.#length);
  }

  text(): string {
    return this.last().toString('utf8');
  }

  /** The last lines that are not empty, at most `max`. */
  lastLines(max: number): string[] {
    return this.text()
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .slice(-max);
  }
}

/** Drains a stream, so that its writer is never blocked, and retains its last 64 KiB. */
export class OutputTail extends ByteTail {
  /** Resolves when the stream has closed, whether it ended or failed. */
  readonly ended: Promise<void>;

  constructor(stream: Readable, onChunk: (chunk: Buffer) => void = () => {}) {
    super();
    stream.on('data', (chunk: Buffer) => {
      this.add(chunk);
      onChunk(chunk);
    });
    // A broken pipe is not a fault of the run.
    stream.on('error', () => {});
    this.ended = new Promise((resolve) => stream.once('close', resolve));
  }
}
