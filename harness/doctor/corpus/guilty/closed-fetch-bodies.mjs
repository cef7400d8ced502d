// Only the status of each response is looked at: nobody reads the body, and its connection stays open.
import { once } from 'node:events';
import { createServer } from 'node:http';

const page = Buffer.alloc(512 * 1024);
const server = createServer((_request, response) => response.end(page));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const responses = [];
async function isUp(port) {
  const response = await fetch(`http://127.0.0.1:${port}/`); // GUILTY Socket
  responses.push(response);
  return response.ok;
}

for (let n = 0; n < 60; n += 1) await isUp(server.address().port);
process.exit(0);
