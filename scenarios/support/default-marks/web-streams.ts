import { Writable } from 'node:stream';
import type { RecordFigure } from './record-mark.ts';

/** Web Streams: without a queuing strategy they count chunks, but for byte streams and those of toWeb(). */
export function recordWebStreams(record: RecordFigure): void {
  new ReadableStream({
    start: ({ desiredSize }) => record('ReadableStream readableChunks', desiredSize ?? 0),
  });
  new ReadableStream({
    type: 'bytes',
    start: ({ desiredSize }) => record("ReadableStream({ type: 'bytes' }) readableBytes", desiredSize ?? 0),
  });
  record('WritableStream writableChunks', roomIn(new WritableStream()));
  const transform = new TransformStream({
    start: ({ desiredSize }) => record('TransformStream readableChunks', desiredSize ?? 0),
  });
  record('TransformStream writableChunks', roomIn(transform.writable));
  record('TextDecoderStream writableChunks', roomIn(new TextDecoderStream().writable));
  record(`Writable.toWeb() writable${unitOfToWeb()}`, roomIn(Writable.toWeb(new Writable({ write() {} }))));
}

function roomIn(stream: WritableStream): number {
  return stream.getWriter().desiredSize ?? 0;
}

/** Before Node 24.19 and 26.4, toWeb() takes the number of bytes for a number of chunks. */
function unitOfToWeb(): 'Bytes' | 'Chunks' {
  const writer = Writable.toWeb(new Writable({ write() {} })).getWriter();
  const roomBefore = writer.desiredSize ?? 0;
  void writer.write(Buffer.alloc(2));
  return roomBefore - (writer.desiredSize ?? 0) === 1 ? 'Chunks' : 'Bytes';
}
