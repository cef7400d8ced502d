/** An HTTP client that uploads `volume` bytes as fast as the server reads, and reads the response slowly. */
import { request as openRequest } from 'node:http';
import { Readable } from 'node:stream';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';
import { readSlowly } from '../support/read-slowly.ts';

const CHUNK_BYTES = 64 * 1024;

const { port, volume } = readPeerSettings<{
  readonly port: number;
  readonly volume: number;
}>();
const request = openRequest({ host: '127.0.0.1', port, method: 'POST' }, readSlowly);
request.on('error', () => request.destroy());
Readable.from(makeChunks()).pipe(request);
sayReady(0);

function* makeChunks(): Generator<Buffer> {
  const chunk = Buffer.alloc(CHUNK_BYTES, 'tidemark ');
  for (let leftBytes = volume; leftBytes > 0; leftBytes -= CHUNK_BYTES) {
    yield chunk.subarray(0, Math.min(CHUNK_BYTES, leftBytes));
  }
}
