// One result in ten fails, and is kept for another try that never comes.
import { setImmediate as turn } from 'node:timers/promises';

const failed = [];

const send = (message, n) => n % 10 !== 0 || failed.push(message) === 0;

for (let n = 0; n < 4000; n += 1) {
  send(Buffer.alloc(120_000, n), n); // GUILTY Buffer
  if (n % 4 === 0) await turn();
}
