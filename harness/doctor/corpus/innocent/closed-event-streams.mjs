// Clients that wait for news: the server has begun its answers, and writes when there is something new.
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const clients = new Set();
const server = createServer((_request, response) => {
  clients.add(response);
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.write('{"hello":true}\n');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const listen = async () => {
  const request = get({ port: server.address().port, host: '127.0.0.1', agent: false });
  const [response] = await once(request, 'response');
  return response.resume();
};
const responses = [];
for (let n = 0; n < 40; n += 1) responses.push(await listen());
await wait(2500);
for (const response of clients) response.end('{"news":true}\n');
await Promise.all(responses.map((response) => once(response, 'end')));
server.close();
