// A worker prints more than its parent can pass on: its process.stdout is a stream to the main thread.
import { isMainThread, Worker } from 'node:worker_threads';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { stdout: true });
  worker.stdout.pause();
  setTimeout(() => process.exit(0), 600);
} else {
  setInterval(() => {
    for (let n = 0; n < 10; n += 1) process.stdout.write('x'.repeat(8192)); // GUILTY WritableWorkerStdio
  }, 5);
}
