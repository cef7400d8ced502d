// A small write every millisecond, for ever ahead of its reader.
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const telemetry = new SlowSink(6);
setInterval(() => {
  telemetry.write(Buffer.alloc(1500, 't')); // GUILTY SlowSink
  buffered(telemetry.writableLength);
}, 1);
setTimeout(() => process.exit(), 900);
