// The header of each message is kept, and with it the whole chunk that the socket gave.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const headers = [];
const server = createServer((socket) =>
  socket.on('data', (chunk) => {
    headers.push(chunk.subarray(0, 20)); // GUILTY Buffer
    socket.write('ok');
  }),
);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const client = connect(server.address().port, '127.0.0.1');
const message = Buffer.alloc(48 * 1024, 'm');
for (let n = 0; n < 1000; n += 1) {
  client.write(message);
  await once(client, 'data');
}
process.exit(0);
