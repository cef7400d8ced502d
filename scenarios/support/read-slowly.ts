import type { Readable } from 'node:stream';

/** Longer than a writer that does not wait takes for all it has, however fast the machine is. */
const STALL_MS = 200;
const BURST_BYTES = 256 * 1024;
const PAUSE_MS = 1;

/** Reads nothing for 0.2 s, then 256 KiB at a time with a pause of a millisecond. Stores nothing. */
export function readSlowly(stream: Readable): void {
  let burstBytes = 0;
  setTimeout(() => stream.on('data', read), STALL_MS);

  function read(chunk: Buffer): void {
    burstBytes += chunk.length;
    if (burstBytes < BURST_BYTES) return;
    burstBytes = 0;
    stream.pause();
    setTimeout(() => stream.resume(), PAUSE_MS);
  }
}
