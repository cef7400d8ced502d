// A response that waits for 'drain', to a slow client.

import { once } from 'node:events';
import { createServer, get } from 'node:http';

const server = createServer(async (_request, response) => {
  for (let part = 0; part < 150; part += 1) {
    if (!response.write(Buffer.alloc(32 * 1024))) await once(response, 'drain');
  }
  response.end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const [incoming] = await once(
  get({ port: server.address().port, host: '127.0.0.1', agent: false }),
  'response',
);
incoming.pause();
setTimeout(() => incoming.resume(), 100);
await once(incoming, 'end');
server.close();
