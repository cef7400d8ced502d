import { setImmediate as turnLoop } from 'node:timers/promises';

/** Two collections without a turn of the event loop between them leave what finalizers and closing handles still retain. */
const MAX_ROUNDS = 20;
/** Memory must be unchanged in two rounds: in a single one, nothing may have been swept yet. */
const STILL_ROUNDS = 2;
/**
 * heapUsed never becomes constant: code that V8 drops and recompiles changes it by hundreds of KiB. It has settled when
 * it no longer falls by more than the reading itself allocates.
 */
const STILL_HEAP_BYTES = 16 * 1024;

/**
 * Collects garbage and turns the event loop until memory is stable.
 * Returns false if it never was, or if `gc` is not exposed.
 */
export async function settle(): Promise<boolean> {
  const { gc } = globalThis;
  if (gc === undefined) return false;
  let stillRounds = 0;
  let arrayBuffersBefore = -1;
  let lowestHeapUsed = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    gc();
    await turnLoop();
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    const isStill = arrayBuffers === arrayBuffersBefore && heapUsed > lowestHeapUsed - STILL_HEAP_BYTES;
    stillRounds = isStill ? stillRounds + 1 : 0;
    if (stillRounds === STILL_ROUNDS) return true;
    arrayBuffersBefore = arrayBuffers;
    lowestHeapUsed = Math.min(lowestHeapUsed, heapUsed);
  }
  return false;
}
