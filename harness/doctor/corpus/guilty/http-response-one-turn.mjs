// Answers with everything it has, whether or not the client reads.
import { createServer, get } from 'node:http';
import { buffered } from '../truth.mjs';

const server = createServer((_request, response) => {
  for (let index = 0; index < 200; index += 1) {
    response.write(Buffer.alloc(64 * 1024, 'x')); // GUILTY ServerResponse
  }
  buffered(response.writableLength);
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  get({ port: server.address().port, host: '127.0.0.1' }, (incoming) => incoming.pause());
  setTimeout(() => process.exit(), 400);
});
