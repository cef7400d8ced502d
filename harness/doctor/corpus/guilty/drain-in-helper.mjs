// The helper waits for 'drain', and nobody waits for the helper.
import { once } from 'node:events';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const sink = new SlowSink(5);
sink.setMaxListeners(0);

async function send(row) {
  const isAccepted = sink.write(row); // GUILTY SlowSink
  if (!isAccepted) await once(sink, 'drain');
}

for (let index = 0; index < 5000; index += 1) send(Buffer.alloc(1024));
buffered(sink.writableLength);
setTimeout(() => process.exit(), 300);
