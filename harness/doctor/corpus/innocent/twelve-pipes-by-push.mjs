// What the program pushes, twelve pipes write: each of them waits.
import { PassThrough } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';

const sink = new SlowSink(2);
sink.setMaxListeners(0);
const sources = Array.from({ length: 12 }, () => new PassThrough({ highWaterMark: 1024 * 1024 }));
for (const source of sources) source.pipe(sink, { end: false });
for (const source of sources) source.write(Buffer.alloc(60_000));
setTimeout(() => {
  for (const source of sources) source.end(Buffer.alloc(60_000));
}, 100);
