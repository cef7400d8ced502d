import { Writable } from 'node:stream';

/**
 * A sink that accepts one chunk per turn of the event loop: slower than any loop that writes, and deterministic. A sink
 * that called back synchronously would never show backpressure.
 */
export function slowSink({ highWaterMark }: { readonly highWaterMark: number }): Writable {
  return new Writable({
    highWaterMark,
    write(_chunk, _encoding, callback) {
      setImmediate(callback);
    },
  });
}
