import type { Readable } from 'node:stream';

const BURST_BYTES = 256 * 1024;
const PAUSE_MS = 1;

/** Reads 256 KiB, pauses for a millisecond, and continues. Stores nothing. */
export function readSlowly(stream: Readable): void {
  let burstBytes = 0;
  stream.on('data', (chunk: Buffer) => {
    burstBytes += chunk.length;
    if (burstBytes < BURST_BYTES) return;
    burstBytes = 0;
    stream.pause();
    setTimeout(() => stream.resume(), PAUSE_MS);
  });
}
