// As a server that caches by URL, with the query in the key.
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const path = join(tmpdir(), `tidemark-retained-${process.pid}`);
writeFileSync(path, Buffer.alloc(150_000, 'v'));
const pages = new Map();

async function serve(url) {
  if (!pages.has(url)) pages.set(url, await readFile(path)); // GUILTY Buffer
  return pages.get(url);
}

for (let n = 0; n < 400; n += 1) await serve(`/page?visit=${n}`);
rmSync(path);
