// Prices to ten clients, of which none reads as fast as prices change.
import { connect, createServer } from 'node:net';
import { buffered } from '../truth.mjs';

const clients = new Set();
const server = createServer((socket) => clients.add(socket.on('error', () => {})));
const prices = Buffer.alloc(64 * 1024, 'p');
server.listen(0, '127.0.0.1', () => {
  for (let index = 0; index < 10; index += 1) connect(server.address().port, '127.0.0.1').pause();
});
setInterval(() => {
  let sum = 0;
  for (const socket of clients) {
    socket.write(prices); // GUILTY Socket
    sum += socket.writableLength;
  }
  buffered(sum);
  if (sum > 16 * 1024 * 1024) process.exit();
}, 2);
