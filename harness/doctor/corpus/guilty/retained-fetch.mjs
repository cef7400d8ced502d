// What is fetched is kept by its address, and no address comes again.
import { once } from 'node:events';
import { createServer } from 'node:http';

const server = createServer((_request, response) => response.end(Buffer.alloc(200_000, 'x')));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const cache = new Map();

async function load(url) {
  const response = await fetch(url);
  cache.set(url, await response.arrayBuffer()); // GUILTY Buffer
}

for (let n = 0; n < 200; n += 1) await load(`http://127.0.0.1:${server.address().port}/${n}`);
process.exit(cache.size === 200 ? 0 : 1);
