// A cache without a limit, by a key that never comes again.
import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

const cache = new Map();

function render(id) {
  const image = Buffer.allocUnsafe(40_000); // GUILTY Buffer
  image.fill(id % 256);
  cache.set(createHash('md5').update(String(id)).digest('hex'), image);
  return image.length;
}

for (let id = 0; id < 1500; id += 1) {
  render(id);
  if (id % 2 === 0) await turn();
}
