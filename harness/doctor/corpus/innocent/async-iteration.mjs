// Waits for 'drain' wherever it is told to.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';

const sink = new SlowSink(1);
for await (const chunk of Readable.from(Array.from({ length: 200 }, () => Buffer.alloc(30_000)))) {
  if (!sink.write(chunk)) await once(sink, 'drain');
}
sink.end();
