// Each of forty servers is asked by fetch(), which keeps a connection to each of them for a few seconds.
import { once } from 'node:events';
import { createServer } from 'node:http';

const ports = [];
for (let n = 0; n < 40; n += 1) {
  const server = createServer((_request, response) => response.end(Buffer.alloc(100_000)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ports.push(server.address().port);
}
for (const port of [...ports, ...ports]) {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  await response.arrayBuffer();
}
process.exit(0);
