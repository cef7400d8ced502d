import { Writable } from 'node:stream';

interface WebSizeOptions {
  readonly highWaterMark: number;
  readonly chunkSize: number;
}

/** By how much one chunk fills a web stream that Writable.toWeb() made: by its bytes, or by 1. Tried on this Node. */
export function sizeOfChunkInToWeb({ highWaterMark, chunkSize }: WebSizeOptions): number {
  const stuck = new Writable({ highWaterMark, write() {} });
  const writer = Writable.toWeb(stuck).getWriter();
  const roomBefore = writer.desiredSize ?? 0;
  void writer.write(Buffer.alloc(chunkSize));
  return roomBefore - (writer.desiredSize ?? 0);
}
