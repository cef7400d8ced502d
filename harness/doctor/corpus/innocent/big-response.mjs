// A big but single response.

import { once } from 'node:events';
import { createServer, get } from 'node:http';

const body = Buffer.alloc(16 * 1024 * 1024);
const server = createServer((_request, response) => response.end(body));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const [incoming] = await once(get({ port: server.address().port, host: '127.0.0.1' }), 'response');
incoming.pause();
setTimeout(() => incoming.resume(), 100);
await once(incoming, 'end');
server.close();
server.closeAllConnections();
