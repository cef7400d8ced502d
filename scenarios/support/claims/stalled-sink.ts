import { Writable } from 'node:stream';

/** A sink that accepts its first chunk and never finishes with it: everything that is written stays in its buffer. */
export const stalledSink = (highWaterMark?: number): Writable =>
  new Writable({ ...(highWaterMark !== undefined && { highWaterMark }), write() {} });
