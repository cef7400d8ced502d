import { writeSync } from 'node:fs';

/** The descriptor on which a peer says that it is ready. */
const READY_FD = 3;

/** Called by a peer when it listens. It then lives until its stdin ends, which is when the run is over. */
export function sayReady(port: number): void {
  writeSync(READY_FD, `${JSON.stringify({ port })}\n`);
  process.stdin.on('end', () => process.exit(0)).resume();
}
