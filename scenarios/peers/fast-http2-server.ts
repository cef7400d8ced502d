/** An HTTP/2 server that answers each request with `volume` bytes, as fast as the client opens its window. */
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';
import { byteSource } from '../support/byte-source.ts';

const CHUNK_BYTES = 64 * 1024;

const { volume } = readPeerSettings<{ readonly volume: number }>();
const server = createServer();
server.on('stream', (stream) => {
  stream.respond({ ':status': 200 });
  const chunks = byteSource({ allocation: 'shared', chunkSize: CHUNK_BYTES, volume });
  pipeline(Readable.from(chunks), stream, () => {});
});
server.listen(0, '127.0.0.1', () => sayReady((server.address() as AddressInfo).port));
