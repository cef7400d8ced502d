// Buffers that are given back, and used again.
import { setImmediate as turn } from 'node:timers/promises';

const free = [];
const take = () => free.pop() ?? Buffer.alloc(200_000);

async function work(n) {
  const buffer = take();
  buffer.fill(n);
  await turn();
  free.push(buffer);
}

for (let n = 0; n < 40; n += 1) await Promise.all(Array.from({ length: 150 }, (_, index) => work(index)));
