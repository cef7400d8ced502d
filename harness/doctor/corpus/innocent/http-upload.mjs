// An upload by pipeline.

import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const server = createServer((incoming, response) => {
  setTimeout(() => incoming.resume(), 50);
  incoming.on('end', () => response.end('ok'));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const upload = request({ port: server.address().port, host: '127.0.0.1', method: 'POST', agent: false });
upload.on('response', (incoming) => incoming.resume().on('end', () => server.close()));
await pipeline(Readable.from(Array.from({ length: 80 }, () => Buffer.alloc(40_000))), upload);
