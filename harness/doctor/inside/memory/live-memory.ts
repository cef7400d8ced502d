/**
 * How much of the ArrayBuffers of a thread is still referenced, without a collection: what has left a queue can be garbage,
 * until all garbage is collected. A small collection takes a part of it, and leaves fewer ArrayBuffers than before.
 */
const MIB = 1024 * 1024;
/** With so much more in ArrayBuffers since the last collection, V8 collects by itself. */
const MAX_GARBAGE_BYTES = 64 * MIB;

interface Memory {
  readonly arrayBuffersBytes: number;
  readonly bufferedBytes: number;
  /** What has left all queues since the thread began: twice, if it passed through two. */
  readonly leftBytes: number;
  /** Those of all garbage that were seen until now. */
  readonly collections: number;
}

export class LiveMemory {
  #before: Memory = { arrayBuffersBytes: 0, bufferedBytes: 0, leftBytes: 0, collections: 0 };
  /** Of what has left. */
  #collectedBytes = 0;

  /** To be called with all that is read, in turn. */
  estimate(memory: Memory): number {
    const { arrayBuffersBytes, bufferedBytes, leftBytes, collections } = memory;
    const before = this.#before;
    const fewerBytes = Math.max(0, before.arrayBuffersBytes - arrayBuffersBytes);
    if (collections !== before.collections) this.#collectedBytes = before.leftBytes;
    else this.#collectedBytes = Math.min(before.leftBytes, this.#collectedBytes + fewerBytes);
    this.#before = memory;
    const elsewhereBytes = Math.max(0, arrayBuffersBytes - bufferedBytes);
    const leftSinceBytes = Math.max(0, leftBytes - this.#collectedBytes);
    return arrayBuffersBytes - Math.min(elsewhereBytes, leftSinceBytes, MAX_GARBAGE_BYTES);
  }
}
