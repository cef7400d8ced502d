// A protocol that answers only after its peer.
import { connect, createServer } from 'node:net';

const SIZE = 300_000;
const answerAfter = (socket, rounds) => {
  let received = 0;
  let left = rounds;
  socket.on('data', (chunk) => {
    received += chunk.length;
    if (received < SIZE) return;
    received -= SIZE;
    left -= 1;
    if (left > 0) for (let part = 0; part < 10; part += 1) socket.write(Buffer.alloc(SIZE / 10));
    else socket.end();
  });
};
const server = createServer((socket) => answerAfter(socket, 40));
server.listen(0, '127.0.0.1', () => {
  const client = connect(server.address().port, '127.0.0.1');
  answerAfter(client, 40);
  client.write(Buffer.alloc(SIZE));
  client.on('close', () => server.close());
});
