// Exports rows to a file, all in one turn.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffered } from '../truth.mjs';

const path = join(tmpdir(), `export-${process.pid}.csv`);
const file = createWriteStream(path);
for (let id = 0; id < 20_000; id += 1) {
  file.write(`${id},${'x'.repeat(300)}\n`); // GUILTY WriteStream
}
buffered(file.writableLength);
file.end();
await once(file, 'finish');
await rm(path);
