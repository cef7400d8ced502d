// Nothing is retained: it is only not yet collected.
import { setImmediate as turn } from 'node:timers/promises';

let sum = 0;
for (let n = 0; n < 1500; n += 1) {
  sum += Buffer.alloc(100_000, n)[9];
  if (n % 10 === 0) await turn();
}
console.log(sum);
