// What children print is kept, for ever.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const outputs = [];

async function run() {
  const child = spawn('head', ['-c', '2000000', '/dev/zero']);
  child.stdout.on('data', (chunk) => outputs.push(chunk)); // GUILTY Buffer
  await once(child, 'close');
}

for (let n = 0; n < 30; n += 1) await run();
