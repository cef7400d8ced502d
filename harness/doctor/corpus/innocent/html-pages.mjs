// Pages that are written row by row, and ended.

import { once } from 'node:events';
import { createServer, get } from 'node:http';

const server = createServer((_request, response) => {
  response.write('<table>');
  for (let row = 0; row < 1000; row += 1)
    response.write(`<tr><td>${row}</td><td>${'t'.repeat(120)}</td></tr>`);
  response.end('</table>');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
for (let client = 0; client < 20; client += 1) {
  const [incoming] = await once(
    get({ port: server.address().port, host: '127.0.0.1', agent: false }),
    'response',
  );
  await once(incoming.resume(), 'end');
}
server.close();
