// A pool of connections, each used again and again, that grows with the load until the end.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const server = createServer((socket) => socket.on('data', () => setTimeout(() => socket.write('yes\n'), 4)));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const idle = [];

async function ask() {
  const socket = idle.shift() ?? connect(server.address().port, '127.0.0.1');
  socket.write('alive?\n');
  await once(socket, 'data');
  idle.push(socket);
}

for (let load = 1; load <= 28; load += 1) {
  await Promise.all(Array.from({ length: load }, ask));
  await sleep(4);
}
process.exit(0);
