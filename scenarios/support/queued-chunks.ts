import type { Writable } from 'node:stream';

/** How many chunks a stream has queued, without the one being written. @types/node lacks `writableBuffer`. */
export const queuedChunks = (stream: Writable): number =>
  (stream as Writable & { readonly writableBuffer: readonly unknown[] }).writableBuffer.length;
