// Each message is sent when the one before it has left.
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await once(server, 'listening');
const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
const [socket] = await once(server, 'connection');
let bytes = 0;
client.on('message', (message) => {
  bytes += message.length;
});
const tick = Buffer.alloc(16 * 1024);
for (let n = 0; n < 300; n += 1) await new Promise((resolve) => socket.send(tick, resolve));
socket.close();
await once(client, 'close');
console.log(bytes);
server.close();
