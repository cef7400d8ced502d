// Copies by hand, and pauses.
import { Readable } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';

const source = Readable.from(Array.from({ length: 200 }, () => Buffer.alloc(40_000)));
const sink = new SlowSink(1);
source.on('data', (chunk) => {
  if (!sink.write(chunk)) source.pause();
});
sink.on('drain', () => source.resume());
source.on('end', () => sink.end());
