// A large batch at a time, which is dropped when it is done.
import { setImmediate as turn } from 'node:timers/promises';

async function makeBatch() {
  const rows = [];
  for (let n = 0; n < 400; n += 1) {
    rows.push(Buffer.alloc(100_000, n));
    if (n % 10 === 0) await turn();
  }
  return rows.reduce((sum, row) => sum + row[0], 0);
}

for (let batch = 0; batch < 5; batch += 1) console.log(await makeBatch());
