// Uploads in a hurry to a server that stores slowly.
import { createServer, request } from 'node:http';
import { buffered } from '../truth.mjs';

const server = createServer((incoming) => incoming.pause());
server.listen(0, '127.0.0.1', () => {
  const upload = request({ port: server.address().port, host: '127.0.0.1', method: 'PUT' });
  upload.on('error', () => {});
  let parts = 0;
  const timer = setInterval(() => {
    for (let index = 0; index < 4; index += 1) {
      upload.write(Buffer.alloc(16 * 1024)); // GUILTY ClientRequest
    }
    buffered(upload.writableLength);
    parts += 1;
    if (parts === 150) clearInterval(timer);
  }, 2);
  setTimeout(() => process.exit(), 600);
});
