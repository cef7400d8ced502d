import { byteSource } from '../byte-source.ts';
import { turnLoop } from '../turn-loop.ts';

interface ArrivingBytesOptions {
  readonly chunkSize: number;
  readonly volume: number;
  /** Ends the wait for the next chunk. */
  readonly signal?: AbortSignal | undefined;
}

/** Makes `volume` bytes, one chunk per turn of the event loop, as they arrive from a socket: others have their turn in between. */
export async function* arrivingBytes({ signal, ...options }: ArrivingBytesOptions): AsyncGenerator<Buffer> {
  for (const chunk of byteSource({ allocation: 'alloc', ...options })) {
    await turnLoop(1, signal);
    yield chunk;
  }
}
