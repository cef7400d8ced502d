// A cache of 80 MiB whose hot entries, which are among the oldest, are used again and stay. It is full late in the run.
import { setImmediate as turn } from 'node:timers/promises';

const MOST_BYTES = 80 * 1024 * 1024;
const cache = new Map();
let bytes = 0;

function page(id) {
  const known = cache.get(id);
  if (known !== undefined) {
    cache.delete(id);
    cache.set(id, known);
    return known;
  }
  const made = Buffer.alloc(150_000, id);
  cache.set(id, made);
  bytes += made.length;
  while (bytes > MOST_BYTES) {
    const [oldest, { length }] = cache.entries().next().value;
    cache.delete(oldest);
    bytes -= length;
  }
  return made;
}

for (let n = 0; n < 720; n += 1) {
  page(n);
  for (let hot = 0; hot < Math.min(n, 400); hot += 1) if (hot % 5 < 3) page(hot);
  await turn();
}
process.exit(0);
