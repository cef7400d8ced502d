// Corks to write in batches, and uncorks only at the end.
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const sink = new SlowSink(1, { highWaterMark: 16 * 1024 });
sink.cork();
let records = 0;
const timer = setInterval(() => {
  for (let index = 0; index < 10; index += 1) sink.write(Buffer.alloc(700, records)); // GUILTY SlowSink
  records += 10;
  buffered(sink.writableLength);
  if (records < 3000) return;
  clearInterval(timer);
  sink.uncork();
  process.exit();
}, 1);
