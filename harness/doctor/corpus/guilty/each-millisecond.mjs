// A small write every millisecond, for ever ahead of its reader.
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const telemetry = new SlowSink(6);
let writes = 0;
setInterval(() => {
  telemetry.write(Buffer.alloc(1500, 't')); // GUILTY SlowSink
  buffered(telemetry.writableLength);
  writes += 1;
  if (writes === 800) process.exit();
}, 1);
