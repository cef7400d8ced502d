// An encrypted connection whose other end reads nothing.
import { connect, createServer } from 'node:tls';
import { buffered } from '../truth.mjs';

const key = Buffer.alloc(16, 'k');
const shared = { ciphers: 'PSK', maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' };
const server = createServer({ ...shared, pskCallback: () => key }, (socket) => {
  socket.on('error', () => {});
  for (let index = 0; index < 400; index += 1) {
    socket.write(Buffer.alloc(32 * 1024, 's')); // GUILTY TLSSocket
  }
  buffered(socket.writableLength);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  connect({
    ...shared,
    port,
    host: '127.0.0.1',
    checkServerIdentity: () => undefined,
    pskCallback: () => ({ psk: key, identity: 'me' }),
  }).pause();
  setTimeout(() => process.exit(), 500);
});
