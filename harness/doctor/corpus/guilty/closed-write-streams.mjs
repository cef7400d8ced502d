// A log of its own for each request, which is never ended.
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const handleRequest = (n) => {
  const log = createWriteStream('/dev/null', { flags: 'a' }); // GUILTY WriteStream
  log.write(`request ${n}\n`);
};

for (let n = 0; n < 60; n += 1) {
  handleRequest(n);
  await sleep(1);
}
