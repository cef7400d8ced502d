// Asks a server one question after the other, each over a connection of its own, and then does something else.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const server = createServer((socket) => socket.pipe(socket));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function ask(question) {
  const socket = connect(server.address().port, '127.0.0.1'); // GUILTY Socket
  socket.write(question);
  const [answer] = await once(socket, 'data');
  return String(answer);
}

for (let n = 0; n < 40; n += 1) {
  await ask(`${n}?`);
  await sleep(4);
}
await sleep(800);
process.exit(0);
