import type { Readable } from 'node:stream';

const KEPT_BYTES = 64 * 1024;

/** Drains a stream, so that its writer is never held up, and keeps the end of it. */
export class OutputTail {
  /** Resolves when the stream is over, in whichever way. */
  readonly ended: Promise<void>;
  /** Room for twice as much: however small the chunks are, each byte is moved at most once. */
  readonly #kept = Buffer.allocUnsafe(2 * KEPT_BYTES);
  #length = 0;

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => this.#keep(chunk));
    // A reader that is gone is no fault of the run.
    stream.on('error', () => {});
    this.ended = new Promise((resolve) => stream.once('close', resolve));
  }

  /** The last lines that are not empty, at most `most`. */
  lastLines(most: number): string[] {
    return this.text()
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-most);
  }

  text(): string {
    return this.#kept.toString('utf8', Math.max(0, this.#length - KEPT_BYTES), this.#length);
  }

  #keep(chunk: Buffer): void {
    const end = chunk.subarray(-KEPT_BYTES);
    if (this.#length + end.length > this.#kept.length) {
      this.#kept.copyWithin(0, this.#length - KEPT_BYTES, this.#length);
      this.#length = KEPT_BYTES;
    }
    this.#length += end.copy(this.#kept, this.#length);
  }
}
