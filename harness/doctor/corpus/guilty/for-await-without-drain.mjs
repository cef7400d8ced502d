// Reads politely, and writes as if there were no end of room.
import { Readable } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

async function* rows() {
  for (let id = 0; id < 6000; id += 1) yield Buffer.alloc(1024, id);
}
const sink = new SlowSink(5);
for await (const row of Readable.from(rows())) {
  sink.write(row); // GUILTY SlowSink
  buffered(sink.writableLength);
}
process.exit();
