import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets a stream fill its buffer, as it does while its reader is busy. */
export async function readAhead(source: Readable): Promise<void> {
  source.read(0);
  while (source.readableLength < source.readableHighWaterMark && !source.readableEnded) await nextTurn();
}
