// A connection for each question, and none is ended when the answer has come.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const server = createServer((socket) => socket.on('data', () => socket.write('yes\n')));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function ask(port) {
  const socket = connect(port, '127.0.0.1'); // GUILTY Socket
  socket.write('alive?\n');
  const [answer] = await once(socket, 'data');
  return answer;
}

for (let n = 0; n < 80; n += 1) await ask(server.address().port);
process.exit(0);
