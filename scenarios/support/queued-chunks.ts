import type { Writable } from 'node:stream';

/** How many chunks wait in a stream, without the one that its sink is at. @types/node does not know `writableBuffer`. */
export const queuedChunks = (stream: Writable): number =>
  (stream as Writable & { readonly writableBuffer: readonly unknown[] }).writableBuffer.length;
