// Forty clients at once, each of which gets one large body.

import { once } from 'node:events';
import { createServer, get } from 'node:http';

const body = Buffer.alloc(512 * 1024);
const server = createServer((_request, response) => {
  response.setHeader('content-length', body.length);
  response.end(body);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const load = async () => {
  const [incoming] = await once(
    get({ port: server.address().port, host: '127.0.0.1', agent: false }),
    'response',
  );
  await once(incoming.resume(), 'end');
};
await Promise.all(Array.from({ length: 40 }, load));
server.close();
