// Twelve writers by hand, each of which waits.
import { once } from 'node:events';
import { SlowSink } from '../slow-sink.mjs';

const sink = new SlowSink(1);
sink.setMaxListeners(0);
async function write() {
  for (let part = 0; part < 20; part += 1) {
    if (!sink.write(Buffer.alloc(48 * 1024))) await once(sink, 'drain');
  }
}
await Promise.all(Array.from({ length: 12 }, write));
sink.end();
