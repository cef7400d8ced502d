// Inflated pages stay in an object that is used as a cache.
import { setImmediate as turn } from 'node:timers/promises';
import { deflateSync, inflateSync } from 'node:zlib';

const packed = deflateSync(Buffer.alloc(120_000, 'page'));
const pages = {};

function page(n) {
  pages[n] ??= inflateSync(packed); // GUILTY Buffer
  return pages[n];
}

for (let n = 0; n < 500; n += 1) {
  page(n);
  await turn();
}
