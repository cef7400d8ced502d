// The sink is almost fast enough.
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const sink = new SlowSink(2, { highWaterMark: 16 * 1024 });
let credit = 0;
const timer = setInterval(() => {
  credit += 1;
  for (let index = 0; index < 2; index += 1) sink.write(Buffer.alloc(2048)); // GUILTY SlowSink
  buffered(sink.writableLength);
  if (credit < 450) return;
  clearInterval(timer);
  process.exit();
}, 2);
