// Two hundred connections that say hello and are silent.
import { connect, createServer } from 'node:net';

const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.write('hello\n');
});
const clients = [];
server.listen(0, '127.0.0.1', () => {
  for (let index = 0; index < 200; index += 1)
    clients.push(connect(server.address().port, '127.0.0.1').resume());
});
setTimeout(() => {
  for (const client of clients) client.destroy();
  server.close();
}, 400);
