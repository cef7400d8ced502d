// Uploads in a hurry to a server that stores slowly.
import { createServer, request } from 'node:http';
import { buffered } from '../truth.mjs';

const server = createServer((incoming) => incoming.pause());
server.listen(0, '127.0.0.1', () => {
  const upload = request({ port: server.address().port, host: '127.0.0.1', method: 'PUT' });
  upload.on('error', () => {});
  setInterval(() => {
    for (let index = 0; index < 4; index += 1) {
      upload.write(Buffer.alloc(16 * 1024)); // GUILTY ClientRequest
    }
    buffered(upload.writableLength);
    if (upload.writableLength > 4 * 1024 * 1024) process.exit();
  }, 2);
});
