// One client after the other, each gets all rows without a pause.

import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { buffered } from '../truth.mjs';

const server = createServer((_request, response) => {
  for (let id = 0; id < 6000; id += 1) {
    response.write(JSON.stringify({ id, text: 'y'.repeat(500) })); // GUILTY ServerResponse
  }
  buffered(response.writableLength);
  response.end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
for (let client = 0; client < 5; client += 1) {
  const [incoming] = await once(
    get({ port: server.address().port, host: '127.0.0.1', agent: false }),
    'response',
  );
  await once(incoming.resume(), 'end');
}
server.close();
