import { Writable } from 'node:stream';
import { turnLoop } from './turn-loop.ts';

interface SlowSinkOptions {
  readonly highWaterMark: number;
  /** @default 1 */
  readonly turnsPerChunk?: number;
}

/**
 * A sink that accepts one chunk per turn of the event loop, or in several turns: slower than any loop that writes, and
 * deterministic. A sink that called back synchronously would hardly ever show backpressure: only when one chunk fills its
 * queue by itself.
 */
export function slowSink({ highWaterMark, turnsPerChunk = 1 }: SlowSinkOptions): Writable {
  return new Writable({
    highWaterMark,
    write(_chunk, _encoding, callback) {
      if (turnsPerChunk === 1) setImmediate(callback);
      else turnLoop(turnsPerChunk).then(() => callback(), callback);
    },
  });
}
