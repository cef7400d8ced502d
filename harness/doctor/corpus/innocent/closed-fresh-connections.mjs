// A connection for each request, which ends with it.
import { once } from 'node:events';
import { createServer, get } from 'node:http';

const server = createServer((_request, response) => response.end('ok'));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
for (let n = 0; n < 100; n += 1) {
  const [response] = await once(
    get({ port: server.address().port, host: '127.0.0.1', agent: false }),
    'response',
  );
  await once(response.resume(), 'end');
}
server.close();
