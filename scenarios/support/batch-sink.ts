import { Writable } from 'node:stream';

interface BatchSinkOptions {
  readonly highWaterMark: number;
  /** Called for each call of the sink, with one chunk or with many. */
  readonly onCall: () => void;
}

/**
 * A sink with `writev`, as files and sockets have: in one turn of the event loop it accepts everything that was queued
 * while it was busy, in one call.
 */
export function batchSink({ highWaterMark, onCall }: BatchSinkOptions): Writable {
  const accept = (callback: () => void): void => {
    onCall();
    setImmediate(callback);
  };
  return new Writable({
    highWaterMark,
    write: (_chunk, _encoding, callback) => accept(callback),
    writev: (_chunks, callback) => accept(callback),
  });
}
