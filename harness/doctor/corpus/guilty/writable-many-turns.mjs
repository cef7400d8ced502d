// Yields now and then, but never waits for the sink.
import { setImmediate as yieldTurn } from 'node:timers/promises';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const sink = new SlowSink(4);
for (let index = 0; index < 4000; index += 1) {
  sink.write(Buffer.alloc(1024, index)); // GUILTY SlowSink
  if (index % 20 === 0) await yieldTurn();
  buffered(sink.writableLength);
}
process.exit();
