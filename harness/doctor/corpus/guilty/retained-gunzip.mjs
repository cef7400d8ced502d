// As promises: the line that waits for it is not on the stack when the memory is allocated.
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';

const packed = gzipSync(Buffer.alloc(150_000, 'page'));
const unpack = promisify(gunzip);
const pages = [];

async function open(n) {
  const page = await unpack(packed); // GUILTY Buffer
  pages[n] = page;
}

for (let n = 0; n < 400; n += 1) await open(n);
