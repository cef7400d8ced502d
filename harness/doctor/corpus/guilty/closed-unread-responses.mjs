// Only the status of each response is looked at: its connection waits for somebody who reads the body.
import { once } from 'node:events';
import { createServer, get } from 'node:http';

const page = Buffer.alloc(512 * 1024);
const server = createServer((_request, response) => response.end(page));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function isUp(port) {
  const request = get({ port, host: '127.0.0.1' }); // GUILTY Socket
  const [response] = await once(request, 'response');
  return response.statusCode === 200;
}

for (let n = 0; n < 60; n += 1) await isUp(server.address().port);
process.exit(0);
