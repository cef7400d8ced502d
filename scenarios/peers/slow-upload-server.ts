/** An HTTP server that reads each upload slowly, and answers it when all of it has arrived. It stores nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sayReady } from '../../harness/peer.ts';
import { readSlowly } from '../support/read-slowly.ts';

const server = createServer((request, response) => {
  readSlowly(request);
  request.on('end', () => response.end());
  request.on('error', () => response.destroy());
});
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port));
