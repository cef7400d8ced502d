// A live feed to a client that has gone to sleep.
import { createServer, get } from 'node:http';
import { buffered } from '../truth.mjs';

const event = `data: ${'e'.repeat(8 * 1024)}\n\n`;
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  setInterval(() => {
    for (let index = 0; index < 8; index += 1) response.write(event); // GUILTY ServerResponse
    buffered(response.writableLength);
    if (response.writableLength > 4 * 1024 * 1024) process.exit();
  }, 2);
});
server.listen(0, '127.0.0.1', () => {
  get({ port: server.address().port, host: '127.0.0.1' }, (incoming) => incoming.pause());
});
