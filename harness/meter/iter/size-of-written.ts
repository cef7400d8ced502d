/** The sizes of what writers of node:stream/iter are given. */
import { types } from 'node:util';

/** Whatever is no Uint8Array is written as text, in UTF-8. */
export function sizeOfWritten(chunk: unknown): number {
  if (types.isUint8Array(chunk)) return chunk.byteLength;
  return Buffer.byteLength(typeof chunk === 'string' ? chunk : String(chunk));
}

/** What is iterated only once cannot be measured: its size is taken as 0. */
export const sizeOfWrittenChunks = (chunks: unknown): number =>
  Array.isArray(chunks) ? chunks.reduce((sum: number, chunk) => sum + sizeOfWritten(chunk), 0) : 0;
