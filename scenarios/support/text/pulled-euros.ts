import { Readable } from 'node:stream';

/** Not a multiple of the three bytes of '€': chunks cut characters. */
const CHUNK_BYTES = 4 * 1024;

interface PulledEuros {
  readonly source: Readable;
  /** How many bytes the stream has taken from what it reads. */
  readonly pulledBytes: () => number;
}

/** A stream of '€', `characters` times, that counts what it has read ahead. */
export function pulledEuros(options: {
  readonly highWaterMark: number;
  readonly characters: number;
}): PulledEuros {
  const text = Buffer.from('€'.repeat(options.characters));
  let pulled = 0;
  const source = new Readable({
    highWaterMark: options.highWaterMark,
    read() {
      const chunk = text.subarray(pulled, pulled + CHUNK_BYTES);
      pulled += chunk.length;
      this.push(chunk.length > 0 ? chunk : null);
    },
  });
  return { source, pulledBytes: () => pulled };
}
