/**
 * How much of the ArrayBuffers of a thread is still referenced, without a collection: what has left a queue can be garbage,
 * until there are fewer ArrayBuffers than before, which only a collection does.
 */
const MIB = 1024 * 1024;
/** With so much more in ArrayBuffers since the last collection, V8 collects by itself. */
const MAX_GARBAGE_BYTES = 64 * MIB;

interface Memory {
  readonly arrayBuffersBytes: number;
  readonly bufferedBytes: number;
  /** What has left all queues since the thread began: twice, if it passed through two. */
  readonly leftBytes: number;
}

export class LiveMemory {
  #before: Memory = { arrayBuffersBytes: 0, bufferedBytes: 0, leftBytes: 0 };
  #leftAtCollectionBytes = 0;

  /** To be called with all that is read, in turn. */
  estimate(memory: Memory): number {
    const { arrayBuffersBytes, bufferedBytes, leftBytes } = memory;
    if (arrayBuffersBytes < this.#before.arrayBuffersBytes)
      this.#leftAtCollectionBytes = this.#before.leftBytes;
    this.#before = memory;
    const elsewhereBytes = Math.max(0, arrayBuffersBytes - bufferedBytes);
    const leftSinceBytes = Math.max(0, leftBytes - this.#leftAtCollectionBytes);
    return arrayBuffersBytes - Math.min(elsewhereBytes, leftSinceBytes, MAX_GARBAGE_BYTES);
  }
}
