import { type Allocation, chunkMaker } from './buffer/allocate.ts';

export interface ByteSourceOptions {
  readonly allocation: Allocation;
  readonly chunkSize: number;
  readonly volume: number;
}

/** Makes `volume` bytes, chunk by chunk, each one when it is requested. The last may be shorter. */
export function* byteSource({ allocation, chunkSize, volume }: ByteSourceOptions): Generator<Buffer> {
  const nextChunk = chunkMaker(allocation, chunkSize);
  for (let leftBytes = volume; leftBytes > 0; leftBytes -= chunkSize) {
    yield nextChunk(Math.min(chunkSize, leftBytes));
  }
}
