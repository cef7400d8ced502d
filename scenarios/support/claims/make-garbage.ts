import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Collections, countCollections } from './count-collections.ts';

/** Chunks between two turns of the event loop, in which V8 frees what it has collected. */
const TURN_EVERY = 16;

/** Makes Buffers of one size, of which only the last is in use, and watches what V8 does about the others. */
export async function makeGarbage(
  totalBytes: number,
  chunkBytes: number,
): Promise<Collections & { readonly peakBytes: number }> {
  let peakBytes = 0;
  const before = process.memoryUsage().arrayBuffers;
  const collections = await countCollections(async () => {
    let last = Buffer.alloc(0);
    for (let made = 0; made * chunkBytes < totalBytes; made += 1) {
      last = Buffer.allocUnsafeSlow(chunkBytes);
      if (made % TURN_EVERY !== 0) continue;
      peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers - before);
      await nextTurn();
    }
    return last;
  });
  return { ...collections, peakBytes };
}
