// One small input becomes a very large output, within one call.
import { Transform } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const expand = new Transform({
  transform(chunk, _encoding, callback) {
    const block = Buffer.alloc(16 * 1024, chunk);
    for (let index = 0; index < 1000; index += 1) this.push(block); // GUILTY Transform
    buffered(this.readableLength);
    callback();
  },
});
expand.pipe(new SlowSink(5));
expand.write('ab');
setTimeout(() => process.exit(), 300);
