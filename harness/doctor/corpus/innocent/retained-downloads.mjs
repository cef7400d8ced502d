// Downloads are put together in memory, checked, and dropped.
import { once } from 'node:events';
import { createServer } from 'node:http';

const page = Buffer.alloc(3_000_000, 'p');
const server = createServer((_request, response) => response.end(page));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
let bytes = 0;
for (let n = 0; n < 40; n += 1) {
  const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
  bytes += Buffer.from(await response.arrayBuffer()).length;
}
console.log(bytes);
process.exit(0);
