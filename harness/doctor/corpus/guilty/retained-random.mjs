// Padding for each message, which nobody needs when it is sent.
import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

const sent = [];

function send(n) {
  const padding = randomBytes(60_000); // GUILTY Buffer
  sent.push({ n, padding });
}

for (let n = 0; n < 700; n += 1) {
  send(n);
  await turn();
}
