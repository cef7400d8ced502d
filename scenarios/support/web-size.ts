import { Writable } from 'node:stream';

interface WebSizeOptions {
  readonly highWaterMark: number;
  readonly chunkSize: number;
}

/** The size that a web stream made by Writable.toWeb() counts for one chunk: its bytes, or 1. Measured on this Node. */
export function sizeOfChunkInToWeb({ highWaterMark, chunkSize }: WebSizeOptions): number {
  const stuck = new Writable({ highWaterMark, write() {} });
  const writer = Writable.toWeb(stuck).getWriter();
  const roomBefore = writer.desiredSize ?? 0;
  void writer.write(Buffer.alloc(chunkSize));
  return roomBefore - (writer.desiredSize ?? 0);
}
