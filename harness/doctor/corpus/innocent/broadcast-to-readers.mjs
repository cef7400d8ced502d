// A message to a hundred clients, who read it.
import { connect, createServer } from 'node:net';

const CLIENTS = 100;
const sockets = new Set();
const server = createServer((socket) => {
  sockets.add(socket.on('error', () => {}));
  if (sockets.size === CLIENTS) broadcast(20);
});
server.listen(0, '127.0.0.1', () => {
  for (let index = 0; index < CLIENTS; index += 1) connect(server.address().port, '127.0.0.1').resume();
});

function broadcast(left) {
  if (left === 0) process.exit();
  for (const socket of sockets) socket.write(Buffer.alloc(20_000, 'm'));
  setTimeout(broadcast, 30, left - 1);
}
