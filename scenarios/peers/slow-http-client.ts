/** An HTTP client that reads the response slowly, and stores nothing of it. */
import { get } from 'node:http';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';
import { readSlowly } from '../support/read-slowly.ts';

const { port } = readPeerSettings<{ readonly port: number }>();
const request = get({ host: '127.0.0.1', port }, readSlowly);
request.on('error', () => request.destroy());
sayReady(0);
