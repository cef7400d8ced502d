// Fifty files are opened at the start, and each is used to the end of the program.
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const shards = Array.from({ length: 50 }, () => createWriteStream('/dev/null'));
for (let n = 0; n < 300; n += 1) {
  await new Promise((resolve) => shards[n % 50].write(`${n}\n`, resolve));
  if (n % 10 === 0) await sleep(1);
}
process.exit(0);
