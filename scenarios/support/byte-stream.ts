import { Readable } from 'node:stream';
import { byteSource } from './byte-source.ts';

interface ByteStreamOptions {
  readonly highWaterMark: number;
  readonly chunkSize: number;
  readonly volume: number;
}

/** A Readable of `volume` bytes that makes each chunk when it is requested: faster than any consumer. */
export function byteStream({ highWaterMark, ...source }: ByteStreamOptions): Readable {
  const chunks = byteSource({ allocation: 'alloc', ...source });
  return new Readable({
    highWaterMark,
    read() {
      const next = chunks.next();
      this.push(next.done === true ? null : next.value);
    },
    destroy(error, callback) {
      chunks.return(undefined); // as the end of a for loop does
      callback(error);
    },
  });
}
