// A worker thread makes a large batch, sends it and ends.
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

if (isMainThread) {
  let rows = 0;
  for (let n = 0; n < 2; n += 1) {
    const worker = new Worker(new URL(import.meta.url));
    const [batch] = await once(worker, 'message');
    rows += batch.length;
  }
  console.log(rows);
} else {
  let batch = [];
  for (let n = 0; n < 200; n += 1) {
    batch.push(Buffer.alloc(150_000, n));
    await turn();
  }
  parentPort.postMessage(batch);
  batch = [];
}
