// Each timer that is never cleared has a page of its own in its closure.
import { setTimeout as sleep } from 'node:timers/promises';

function watch(n) {
  const page = Buffer.alloc(100_000, n); // GUILTY Buffer
  return setInterval(() => page.fill(0), 1e6);
}

const timers = [];
for (let n = 0; n < 500; n += 1) {
  timers.push(watch(n));
  await sleep(1);
}
process.exit(timers.length === 500 ? 0 : 1);
