// The worker awaits 'drain', and ends by itself.
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { isMainThread, Worker } from 'node:worker_threads';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { env: { LANG: 'C' } });
  worker.on('exit', (code) => console.log(code, worker.constructor === Worker, worker instanceof Worker));
} else {
  const slow = new Writable({
    write(_chunk, _encoding, callback) {
      setImmediate(callback);
    },
  });
  for (let n = 0; n < 1000; n += 1) {
    if (!slow.write(Buffer.alloc(4096))) await once(slow, 'drain');
  }
  console.log(process.env, process.execArgv);
}
