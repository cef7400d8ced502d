// Feeds a worker that never reads its stdin.
import { Worker } from 'node:worker_threads';
import { buffered } from '../truth.mjs';

const worker = new Worker('process.stdin.pause(); setTimeout(() => {}, 400)', { eval: true, stdin: true });
for (let index = 0; index < 3000; index += 1) {
  worker.stdin.write(Buffer.alloc(2048, 'w')); // GUILTY WritableWorkerStdio
}
buffered(worker.stdin.writableLength);
worker.on('online', () => setTimeout(() => process.exit(), 300));
