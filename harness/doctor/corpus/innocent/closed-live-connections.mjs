// More and more clients come, all of them talk, and they leave when they are done.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const server = createServer((socket) => socket.pipe(socket));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const clients = [];
for (let n = 0; n < 60; n += 1) {
  const client = connect(server.address().port, '127.0.0.1');
  client.resume();
  clients.push(client);
  for (const each of clients) each.write('tick\n');
  await sleep(2);
}
for (const client of clients) client.end();
await Promise.all(clients.map((client) => once(client, 'close')));
server.close();
