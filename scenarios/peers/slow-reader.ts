/** A TCP server that reads 256 KiB, pauses for a millisecond, and continues. It stores nothing. */
import { type AddressInfo, createServer } from 'node:net';
import { sayReady } from '../../harness/peer.ts';

const BURST_BYTES = 256 * 1024;
const PAUSE_MS = 1;

const server = createServer((socket) => {
  let burstBytes = 0;
  socket.on('data', (chunk) => {
    burstBytes += chunk.length;
    if (burstBytes < BURST_BYTES) return;
    burstBytes = 0;
    socket.pause();
    setTimeout(() => socket.resume(), PAUSE_MS);
  });
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port));
