import { setImmediate as turnLoop } from 'node:timers/promises';

/** What finalizers and closing handles release takes a turn of the event loop, and then another collection. */
const MAX_ROUNDS = 20;
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
  let arrayBuffersBefore = -1;
  let lowestHeapUsed = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (!(await collect())) return false;
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    if (arrayBuffers === arrayBuffersBefore && heapUsed > lowestHeapUsed - STILL_HEAP_BYTES) return true;
    arrayBuffersBefore = arrayBuffers;
    lowestHeapUsed = Math.min(lowestHeapUsed, heapUsed);
  }
  return false;
}

/**
 * One round, which is enough where nothing but modules was loaded: a second one changes arrayBuffers by nothing and
 * heapUsed by less than 10 KiB. Returns false if `gc` is not exposed.
 */
export async function collect(): Promise<boolean> {
  const { gc } = globalThis;
  if (gc === undefined) return false;
  gc();
  // Array buffers are swept concurrently: the next collection of either kind finishes it, and a minor one is short.
  gc({ type: 'minor', execution: 'sync' });
  await turnLoop();
  return true;
}
