/** What a peer calls: the other end of a connection, which a scenario starts with `startPeer` as another process. */
import { writeSync } from 'node:fs';
import type { ParameterValue } from './scenario.ts';

/** The descriptor on which a peer reports that it is ready. */
const READY_FD = 3;

/**
 * Called by a peer once it listens, with its port, or once it is about to connect: `startPeer` waits for it, for at most
 * 10 seconds. The peer then lives until its stdin ends, which is when the run is over.
 * @param port What `startPeer` returns as `port`; 0 for a peer that does not listen.
 * @default 0
 * @throws If the process was not started by `startPeer`: descriptor 3 is not open.
 * @example
 * const server = createServer(handle).listen(0, '127.0.0.1', () => sayReady(server.address().port));
 */
export function sayReady(port = 0): void {
  writeSync(READY_FD, `${JSON.stringify({ port })}\n`);
  process.stdin.on('end', () => process.exit(0)).resume();
}

/**
 * The settings that the scenario gave to `startPeer`; empty if it gave none.
 * @example
 * const { port } = readPeerSettings<{ port: number }>();
 */
export function readPeerSettings<Settings extends Readonly<Record<string, ParameterValue>>>(): Settings {
  return JSON.parse(process.argv[2] ?? '{}') as Settings;
}
