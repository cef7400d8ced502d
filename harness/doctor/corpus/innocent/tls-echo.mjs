// Echo over TLS.

import { Readable } from 'node:stream';
import { connect, createServer } from 'node:tls';

const key = Buffer.alloc(16, 'k');
const shared = { ciphers: 'PSK', maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' };
const server = createServer({ ...shared, pskCallback: () => key }, (socket) => socket.pipe(socket));
server.listen(0, '127.0.0.1', () => {
  const client = connect({
    ...shared,
    port: server.address().port,
    host: '127.0.0.1',
    checkServerIdentity: () => undefined,
    pskCallback: () => ({ psk: key, identity: 'me' }),
  });
  Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(30_000))).pipe(client);
  client.resume().on('close', () => server.close());
});
