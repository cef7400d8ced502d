// An async handler waits for 'drain'; the source does not wait for the handler.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const source = Readable.from(Array.from({ length: 400 }, () => Buffer.alloc(16 * 1024)));
const sink = new SlowSink(10);
sink.setMaxListeners(0);
source.on('data', async (chunk) => {
  const isAccepted = sink.write(chunk); // GUILTY SlowSink
  buffered(sink.writableLength);
  if (!isAccepted) await once(sink, 'drain');
});
source.on('end', () => setTimeout(() => process.exit(), 100));
