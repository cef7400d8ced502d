// The flood is in a worker thread.
import { Writable } from 'node:stream';
import { isMainThread, Worker } from 'node:worker_threads';

if (isMainThread) {
  new Worker(new URL(import.meta.url));
} else {
  const slow = new Writable({
    write(_chunk, _encoding, callback) {
      setTimeout(callback, 1);
    },
  });
  for (let n = 0; n < 2000; n += 1) {
    slow.write(Buffer.alloc(4096)); // GUILTY Writable
  }
  setTimeout(() => process.exit(0), 100);
}
