// The first bytes of each file are read, and the rest is never asked for: the descriptor stays open.

import { once } from 'node:events';
import { createReadStream } from 'node:fs';

async function readMagic(path) {
  const stream = createReadStream(path, { highWaterMark: 64 }); // GUILTY ReadStream
  await once(stream, 'readable');
  return stream.read(4);
}

for (let n = 0; n < 100; n += 1) await readMagic(process.execPath);
