// A cache that drops the oldest of what it has.
import { setImmediate as turn } from 'node:timers/promises';

const cache = new Map();

function page(n) {
  const made = Buffer.alloc(100_000, n);
  cache.set(n, made);
  if (cache.size > 300) cache.delete(cache.keys().next().value);
  return made;
}

for (let n = 0; n < 2000; n += 1) {
  page(n);
  if (n % 3 === 0) await turn();
}
