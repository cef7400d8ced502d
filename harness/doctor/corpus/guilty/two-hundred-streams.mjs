// Each of two hundred uploads is only some times over its highWaterMark.
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const uploads = Array.from({ length: 200 }, () => new SlowSink(60, { highWaterMark: 16 * 1024 }));
let rounds = 0;
const timer = setInterval(() => {
  let sum = 0;
  for (const upload of uploads) {
    upload.write(Buffer.alloc(4 * 1024)); // GUILTY SlowSink
    sum += upload.writableLength;
  }
  buffered(sum);
  rounds += 1;
  if (rounds < 25) return;
  clearInterval(timer);
  process.exit();
}, 10);
