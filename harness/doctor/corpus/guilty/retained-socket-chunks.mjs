// All that ever comes from a connection is kept for a log that nobody writes.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const log = [];
function serve(socket) {
  const remember = (chunk) => log.push({ at: Date.now(), chunk });
  socket.on('data', remember); // GUILTY Buffer
  socket.on('data', () => socket.write('ok'));
}

const server = createServer(serve);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const client = connect(server.address().port, '127.0.0.1');
const message = Buffer.alloc(50_000, 'm');
for (let n = 0; n < 1000; n += 1) {
  client.write(message);
  await once(client, 'data');
}
process.exit(0);
