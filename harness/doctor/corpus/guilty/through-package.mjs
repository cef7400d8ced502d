// The package writes; the program never looks at what it returns.

import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';
import { writeRow } from './node_modules/row-writer/index.mjs';

const sink = new SlowSink(5);
for (let id = 0; id < 10_000; id += 1) {
  writeRow(sink, { id, text: 'n'.repeat(400) }); // GUILTY SlowSink
}
buffered(sink.writableLength);
setTimeout(() => process.exit(), 300);
