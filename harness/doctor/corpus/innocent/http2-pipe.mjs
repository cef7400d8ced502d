// A body over HTTP/2, by pipe.

import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import { Readable } from 'node:stream';

const server = createServer((_request, response) => {
  Readable.from(Array.from({ length: 60 }, () => Buffer.alloc(64 * 1024))).pipe(response);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const session = connect(`http://127.0.0.1:${server.address().port}`);
const stream = session.request({ ':path': '/' });
await once(stream.resume(), 'end');
session.close();
server.close();
