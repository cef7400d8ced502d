// read() is called once and pushes the whole result.
import { Readable } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

class Query extends Readable {
  _read() {
    for (let id = 0; id < 12_000; id += 1) {
      this.push(Buffer.alloc(1000, 'q')); // GUILTY Query
    }
    buffered(this.readableLength);
    this.push(null);
  }
}
new Query().pipe(new SlowSink(5));
setTimeout(() => process.exit(), 300);
