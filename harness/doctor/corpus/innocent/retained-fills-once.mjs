// There are three hundred tiles, and each is made once.
import { setImmediate as turn } from 'node:timers/promises';

const tiles = new Map();

function tile(n) {
  if (!tiles.has(n)) tiles.set(n, Buffer.alloc(120_000, n));
  return tiles.get(n);
}

let sum = 0;
for (let n = 0; n < 3000; n += 1) {
  sum += tile((n * 7) % 300)[0];
  await turn();
}
console.log(sum);
