// Each job adds a listener that has its input, and none is removed.
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';

const shutdown = new EventEmitter().setMaxListeners(0);

async function work(n) {
  const input = Buffer.from('x'.repeat(60_000)); // GUILTY Buffer
  shutdown.on('close', () => input.fill(0));
  await turn();
  return input[n];
}

for (let n = 0; n < 800; n += 1) await work(n);
