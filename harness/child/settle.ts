import { gc, memoryUsage, turnLoop } from './before-scenario.ts';

/** What finalizers and closing handles release takes a turn of the event loop, and then another collection. */
const MAX_ROUNDS = 20;
/**
 * heapUsed never becomes constant: code that V8 drops and recompiles changes it by hundreds of KiB. It has settled when
 * it no longer falls by more than the reading itself allocates.
 */
const STILL_HEAP_BYTES = 16 * 1024;
const STILL_BUFFER_BYTES = 64;

/** What was in use when memory had settled before. */
interface SettledMemory {
  readonly arrayBuffersBytes: number;
  readonly heapUsedBytes: number;
}

/**
 * Collects garbage and turns the event loop until memory is stable, or no more than `before`.
 * Returns false if it never was, or if `gc` is not exposed.
 */
export async function settle(before?: SettledMemory): Promise<boolean> {
  let arrayBuffersBefore = -1;
  let lowestHeapUsed = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (!(await collect())) return false;
    const { arrayBuffers, heapUsed } = memoryUsage();
    if (before !== undefined && isNoMoreThan(before, arrayBuffers, heapUsed)) return true;
    if (arrayBuffers === arrayBuffersBefore && heapUsed > lowestHeapUsed - STILL_HEAP_BYTES) return true;
    arrayBuffersBefore = arrayBuffers;
    lowestHeapUsed = Math.min(lowestHeapUsed, heapUsed);
  }
  return false;
}

/** Node itself allocates a few bytes. */
const isNoMoreThan = (before: SettledMemory, arrayBuffers: number, heapUsed: number): boolean =>
  arrayBuffers - before.arrayBuffersBytes < STILL_BUFFER_BYTES &&
  heapUsed - before.heapUsedBytes < STILL_HEAP_BYTES;

/**
 * One round, which is enough where nothing but modules was loaded: a second one changes arrayBuffers by nothing and
 * heapUsed by less than 10 KiB. Returns false if `gc` is not exposed.
 */
export async function collect(): Promise<boolean> {
  if (gc === undefined) return false;
  gc();
  // Array buffers are swept concurrently: the next collection of either kind finishes it, and a minor one is short.
  gc({ type: 'minor', execution: 'sync' });
  await turnLoop();
  return true;
}

/** A reference that the optimizer cannot drop before this call. */
export function keepAliveUntilHere(value: unknown): void {
  if (value === keepAliveUntilHere) throw new Error('unreachable');
}
