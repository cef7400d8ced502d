// A message to a hundred clients, who read it.
import { connect, createServer } from 'node:net';

const sockets = new Set();
const server = createServer((socket) => sockets.add(socket.on('error', () => {})));
server.listen(0, '127.0.0.1', () => {
  for (let index = 0; index < 100; index += 1) connect(server.address().port, '127.0.0.1').resume();
});
const timer = setInterval(() => {
  for (const socket of sockets) socket.write(Buffer.alloc(20_000, 'm'));
}, 30);
setTimeout(() => {
  clearInterval(timer);
  process.exit();
}, 600);
