// All assets are read at the start, and served from memory.
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const path = join(tmpdir(), `tidemark-assets-${process.pid}`);
await writeFile(path, Buffer.alloc(300_000, 'a'));
const assets = [];
for (let n = 0; n < 100; n += 1) assets.push(await readFile(path));
await rm(path);

const server = createServer((request, response) => response.end(assets[Number(request.url.slice(1))]));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
for (let n = 0; n < 200; n += 1) {
  const [response] = await once(
    get({ port: server.address().port, host: '127.0.0.1', path: `/${n % 100}` }),
    'response',
  );
  await once(response.resume(), 'end');
}
process.exit(0);
