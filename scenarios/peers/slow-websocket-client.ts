/** A WebSocket client that reads slowly, and stores nothing. */
import { readPeerSettings, sayReady } from '../../harness/peer.ts';
import { readSlowly } from '../support/read-slowly.ts';

const { createWebSocketStream, WebSocket } = await import('ws');
const { port } = readPeerSettings<{ readonly port: number }>();
const client = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
const stream = createWebSocketStream(client);
stream.on('error', () => client.terminate());
stream.once('readable', () => readSlowly(stream));
sayReady(0);
