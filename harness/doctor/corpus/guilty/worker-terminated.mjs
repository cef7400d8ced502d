// The worker is terminated while its queue grows.
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, Worker } from 'node:worker_threads';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  await sleep(1200);
  await worker.terminate();
} else {
  const sink = new WritableStream({ write: () => sleep(50) });
  const writer = sink.getWriter();
  setInterval(() => {
    for (let n = 0; n < 10; n += 1) writer.write(new Uint8Array(4096)); // GUILTY WritableStream
  }, 5);
}
