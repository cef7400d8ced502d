// The body of each request is kept with it, for a report that is never made.
import { once } from 'node:events';
import { createServer, request as makeRequest } from 'node:http';

const seen = [];
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks); // GUILTY Buffer
  seen.push({ method: request.method, body });
  response.end('ok');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const body = Buffer.alloc(150_000, 'b');
for (let n = 0; n < 300; n += 1) {
  const request = makeRequest({ port: server.address().port, host: '127.0.0.1', method: 'POST' });
  request.end(body);
  const [response] = await once(request, 'response');
  await once(response.resume(), 'end');
}
process.exit(0);
