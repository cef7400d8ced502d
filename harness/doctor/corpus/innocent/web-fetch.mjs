// Bodies that fetch sends and receives.

import { once } from 'node:events';
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.pipe(response);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
let total = 0;
for (let n = 0; n < 5; n += 1) {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(1_000_000) });
  for await (const chunk of response.body) total += chunk.length;
}
console.log(total);
server.close();
server.closeAllConnections();
