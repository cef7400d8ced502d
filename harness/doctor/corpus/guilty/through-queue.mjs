// The package writes later, when nobody of the program is on the stack any more: who created the stream is named.
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';
import { ZipQueue } from './node_modules/zip-queue/index.mjs';

let sink;
const zip = new ZipQueue(() => {
  sink = new SlowSink(5); // GUILTY SlowSink
  return sink;
});
for (let id = 0; id < 3000; id += 1) zip.append(Buffer.alloc(2000));
setInterval(() => {
  buffered(sink.writableLength);
  if (sink.writableLength > 5 * 1024 * 1024) process.exit();
}, 5);
