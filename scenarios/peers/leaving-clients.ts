/** HTTP clients, `clients` of them at once, each of which disconnects after the first bytes of its response. */
import { Agent, get } from 'node:http';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';

const { port, clients } = readPeerSettings<{
  readonly port: number;
  readonly clients: number;
}>();
const agent = new Agent({ maxSockets: clients });
for (let started = 0; started < clients; started += 1) {
  const request = get({ host: '127.0.0.1', port, agent }, (response) => {
    response.once('data', () => response.destroy());
    response.on('error', () => response.destroy());
  });
  request.on('error', () => request.destroy());
}
sayReady(0);
