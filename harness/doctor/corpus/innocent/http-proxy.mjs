// A file through two servers, all by pipes.

import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { Readable } from 'node:stream';

const listen = async (handler) => {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};
const origin = await listen((_request, response) => {
  Readable.from(Array.from({ length: 60 }, () => Buffer.alloc(64 * 1024))).pipe(response);
});
const proxy = await listen((_request, response) => {
  get({ port: origin.address().port, host: '127.0.0.1', agent: false }, (incoming) =>
    incoming.pipe(response),
  );
});
const [incoming] = await once(
  get({ port: proxy.address().port, host: '127.0.0.1', agent: false }),
  'response',
);
incoming.pause();
setTimeout(() => incoming.resume(), 100);
await once(incoming, 'end');
origin.close();
proxy.close();
