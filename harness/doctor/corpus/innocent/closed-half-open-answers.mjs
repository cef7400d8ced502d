// A server that goes on with its answers when the other side has ended, and then ends.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.resume();
  socket.on('end', async () => {
    for (let n = 0; n < 4; n += 1) {
      socket.write('part');
      await wait(100);
    }
    socket.end();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const ask = async () => {
  const client = connect(server.address().port, '127.0.0.1');
  client.end('hello');
  await once(client.resume(), 'close');
};
await Promise.all(Array.from({ length: 40 }, ask));
server.close();
