// The flood is in a worker thread.
import { isMainThread, Worker } from 'node:worker_threads';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

if (isMainThread) new Worker(new URL(import.meta.url));
else {
  const sink = new SlowSink(10);
  let left = 200;
  const timer = setInterval(() => {
    for (let index = 0; index < 10; index += 1) sink.write(Buffer.alloc(4096)); // GUILTY SlowSink
    buffered(sink.writableLength);
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    process.exit();
  }, 1);
}
