import type { Readable, Writable } from 'node:stream';

/** Resolves when a stream has closed, whether it failed or not: once(stream, 'close') rejects with its error. */
export const whenClosed = (stream: Readable | Writable): Promise<void> =>
  new Promise((resolve) => {
    if (stream.closed) resolve();
    else stream.once('close', resolve);
  });
