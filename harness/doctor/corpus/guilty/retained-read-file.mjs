// Each version of a file is kept, though only the last is ever asked for.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

const path = join(tmpdir(), `tidemark-retained-${process.pid}`);
writeFileSync(path, Buffer.alloc(200_000, 'v'));
const versions = new Map();

function load(version) {
  const content = readFileSync(path); // GUILTY Buffer
  versions.set(`${path}@${version}`, content);
}

for (let version = 0; version < 300; version += 1) {
  load(version);
  await turn();
}
