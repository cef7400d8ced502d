// Collects everything while it transforms, and pushes it at the end.
import { Transform } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const lines = [];
const sort = new Transform({
  transform(chunk, _encoding, callback) {
    lines.push(chunk);
    callback();
  },
  flush(callback) {
    for (const line of lines.sort(Buffer.compare)) this.push(line); // GUILTY Transform
    buffered(this.readableLength);
    callback();
  },
});
sort.pipe(new SlowSink(5));
for (let index = 0; index < 8000; index += 1) sort.write(Buffer.alloc(512, index));
sort.end();
setTimeout(() => process.exit(), 300);
