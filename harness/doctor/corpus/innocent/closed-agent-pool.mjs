// An agent opens a connection for each request at once, of which there are more and more, and uses them again.
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';

const server = createServer((_request, response) => setTimeout(() => response.end('ok'), 5));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const agent = new Agent({ keepAlive: true });
const load = async () => {
  const request = get({ port: server.address().port, host: '127.0.0.1', agent });
  const [response] = await once(request, 'response');
  await once(response.resume(), 'end');
};
for (let atOnce = 2; atOnce <= 50; atOnce += 2) await Promise.all(Array.from({ length: atOnce }, load));
process.exit(0);
