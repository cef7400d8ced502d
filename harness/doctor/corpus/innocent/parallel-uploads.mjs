// Sixty uploads at once, each of which waits for its own stream.
import { once } from 'node:events';
import { SlowSink } from '../slow-sink.mjs';

async function upload() {
  const sink = new SlowSink(5, { highWaterMark: 16 * 1024 });
  for (let part = 0; part < 10; part += 1) {
    if (!sink.write(Buffer.alloc(20_000))) await once(sink, 'drain');
  }
  sink.end();
}
await Promise.all(Array.from({ length: 60 }, upload));
