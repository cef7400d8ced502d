/** An HTTP server that answers each request with `volume` bytes, as fast as the client reads. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';

const CHUNK_BYTES = 64 * 1024;

const { volume } = readPeerSettings<{ readonly volume: number }>();
const server = createServer((_request, response) => {
  response.setHeader('content-length', volume);
  pipeline(Readable.from(makeChunks()), response, () => {});
});
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port));

function* makeChunks(): Generator<Buffer> {
  const chunk = Buffer.alloc(CHUNK_BYTES, 'tidemark ');
  for (let leftBytes = volume; leftBytes > 0; leftBytes -= CHUNK_BYTES) {
    yield chunk.subarray(0, Math.min(CHUNK_BYTES, leftBytes));
  }
}
