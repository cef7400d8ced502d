// A worker thread that remembers every job.
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const jobs = [];

function work(n) {
  const input = Buffer.alloc(80_000, n); // GUILTY Buffer
  jobs.push(input);
  return input[0];
}

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  await once(worker, 'message');
} else {
  for (let n = 0; n < 600; n += 1) {
    work(n);
    await turn();
  }
  parentPort.postMessage(jobs.length);
}
