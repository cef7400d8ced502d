// A server that sends to a peer who reads nothing.
import { connect, createServer } from 'node:net';
import { buffered } from '../truth.mjs';

const server = createServer((socket) => {
  socket.on('error', () => {});
  const send = (left) => {
    socket.write(Buffer.alloc(48 * 1024)); // GUILTY Socket
    buffered(socket.writableLength);
    if (left > 0) setImmediate(send, left - 1);
  };
  send(250);
});
server.listen(0, '127.0.0.1', () => {
  connect(server.address().port, '127.0.0.1').pause();
  setTimeout(() => process.exit(), 500);
});
