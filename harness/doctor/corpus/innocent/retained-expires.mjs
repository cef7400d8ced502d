// What is older than fifty milliseconds is dropped.
import { setTimeout as sleep } from 'node:timers/promises';

const recent = [];
for (let n = 0; n < 400; n += 1) {
  recent.push({ at: performance.now(), frame: Buffer.alloc(500_000, n) });
  while (recent[0]?.at < performance.now() - 50) recent.shift();
  await sleep(1);
}
console.log(recent.length >= 0);
