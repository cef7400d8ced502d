// The header of each message is kept, as a copy.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const headers = [];
const server = createServer((socket) =>
  socket.on('data', (chunk) => {
    headers.push(Buffer.from(chunk.subarray(0, 20)));
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
