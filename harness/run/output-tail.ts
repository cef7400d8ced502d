import type { Readable } from 'node:stream';

const KEPT_BYTES = 64 * 1024;

/** Drains a stream, so that its writer is never held up, and keeps the end of it. */
export class OutputTail {
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => this.#keep(chunk));
    // A reader that is gone is no fault of the run.
    stream.on('error', () => {});
  }

  /** The last lines that are not empty, at most `most`. */
  lastLines(most: number): string[] {
    return this.text()
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-most);
  }

  text(): string {
    return Buffer.concat(this.#chunks).subarray(-KEPT_BYTES).toString('utf8');
  }

  #keep(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length - (this.#chunks[0]?.length ?? 0) >= KEPT_BYTES) {
      this.#length -= this.#chunks.shift()?.length ?? 0;
    }
  }
}
