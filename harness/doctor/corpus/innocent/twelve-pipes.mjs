// Twelve pipes into one sink.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';

const sink = new SlowSink(1);
sink.setMaxListeners(0);
const sources = Array.from({ length: 12 }, () =>
  Readable.from(Array.from({ length: 30 }, () => Buffer.alloc(64 * 1024))),
);
for (const source of sources) source.pipe(sink, { end: false });
await Promise.all(sources.map((source) => once(source, 'end')));
sink.end();
