import { byteSource } from '../byte-source.ts';
import { turnLoop } from '../turn-loop.ts';

interface ArrivingBytesOptions {
  readonly chunkSize: number;
  readonly volume: number;
}

/** Makes `volume` bytes, one chunk per turn of the event loop, as they arrive from a socket: others have their turn in between. */
export async function* arrivingBytes(options: ArrivingBytesOptions): AsyncGenerator<Buffer> {
  for (const chunk of byteSource({ allocation: 'alloc', ...options })) {
    await turnLoop(1);
    yield chunk;
  }
}
