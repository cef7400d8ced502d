// Writes a whole table at once.
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const table = new SlowSink(5);
const row = Buffer.alloc(512, 'r');
for (let index = 0; index < 20_000; index += 1) table.write(row); // GUILTY SlowSink
buffered(table.writableLength);
setTimeout(() => process.exit(), 300);
