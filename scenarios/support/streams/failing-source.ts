import { Readable } from 'node:stream';

export const SOURCE_ERROR = 'the source failed';

/** A source that fails after its first chunk, as a disk or an upstream server does. */
export const failingSource = (chunkSize: number): Readable =>
  Readable.from(failAfterOne(chunkSize), { objectMode: false });

function* failAfterOne(chunkSize: number): Generator<Buffer> {
  yield Buffer.alloc(chunkSize, 'tidemark ');
  throw new Error(SOURCE_ERROR);
}
