// A worker prints more than its parent can pass on: its process.stdout is a stream to the main thread.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { stdout: true });
  worker.stdout.pause();
  worker.on('message', () => process.exit(0));
} else {
  let left = 60;
  setInterval(() => {
    for (let n = 0; n < 10; n += 1) process.stdout.write('x'.repeat(8192)); // GUILTY WritableWorkerStdio
    left -= 1;
    if (left === 0) parentPort.postMessage('done');
  }, 5);
}
