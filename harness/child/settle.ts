import { setImmediate as turnLoop } from 'node:timers/promises';

/** Two collections without a turn of the loop between them leave what finalizers and closing handles still hold. */
const MAX_ROUNDS = 20;
/** The last figure has to come twice: a single still round can be one in which nothing was swept yet. */
const STILL_ROUNDS = 2;
/**
 * heapUsed never stands still: code that V8 drops and compiles again moves it by hundreds of KiB up and down. It has
 * settled when it no longer falls, by more than the reading itself costs.
 */
const STILL_HEAP_BYTES = 16 * 1024;

/**
 * Collects garbage and turns the loop until what is left holds still.
 * Returns false where it never did, or where `gc` is not exposed.
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
