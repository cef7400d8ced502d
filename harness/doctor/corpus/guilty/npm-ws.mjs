// A server that sends ticks to a client which does not read.
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await once(server, 'listening');
const client = connect(server.address().port, '127.0.0.1');
client.write(
  'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
);
const [socket] = await once(server, 'connection');
const tick = Buffer.alloc(16 * 1024);
let ticks = 0;
const timer = setInterval(() => {
  for (let n = 0; n < 20; n += 1) socket.send(tick); // GUILTY Socket
  ticks += 1;
  if (ticks < 60) return;
  clearInterval(timer);
  process.exit(0);
}, 2);
