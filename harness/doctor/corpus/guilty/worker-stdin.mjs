// Feeds a worker that never reads its stdin.
import { Worker } from 'node:worker_threads';
import { buffered } from '../truth.mjs';

const code = `
  const { parentPort } = require('node:worker_threads');
  process.stdin.pause();
  const timer = setInterval(() => {
    if (process.stdin.readableLength < ${3000 * 2048}) return;
    clearInterval(timer);
    // Time enough for a snapshot.
    setTimeout(() => parentPort.postMessage('all is there'), 400);
  }, 5);
`;
const worker = new Worker(code, { eval: true, stdin: true });
for (let index = 0; index < 3000; index += 1) {
  worker.stdin.write(Buffer.alloc(2048, 'w')); // GUILTY WritableWorkerStdio
}
buffered(worker.stdin.writableLength);
worker.on('message', () => process.exit());
