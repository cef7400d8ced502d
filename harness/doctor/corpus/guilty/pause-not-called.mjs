// `pause` is named, and not called.
import { Readable } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const source = Readable.from(Array.from({ length: 300 }, () => Buffer.alloc(20_000)));
const sink = new SlowSink(10);
source.on('data', (chunk) => {
  const isFull = !sink.write(chunk); // GUILTY SlowSink
  buffered(sink.writableLength);
  if (isFull) source.pause;
});
sink.on('drain', () => source.resume());
source.on('end', () => process.exit());
