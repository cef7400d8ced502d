// The other side has ended, and the server does not, although it may.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const server = createServer({ allowHalfOpen: true }, (socket) => socket.resume());
server.listen(0, '127.0.0.1'); // GUILTY Socket
await once(server, 'listening');
for (let n = 0; n < 40; n += 1) {
  const client = connect(server.address().port, '127.0.0.1');
  client.end('hello', () => client.destroy());
  await once(client, 'close');
}
await wait(700);
process.exit();
