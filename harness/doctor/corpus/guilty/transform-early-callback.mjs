// Calls back before its work is done, so that nothing holds the source back.
import { Readable, Transform } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const enrich = new Transform({
  transform(chunk, _encoding, callback) {
    setTimeout(() => {
      this.push(Buffer.concat([chunk, chunk])); // GUILTY Transform
      buffered(this.readableLength);
    }, 2);
    callback();
  },
});
Readable.from(Array.from({ length: 1500 }, () => Buffer.alloc(4096))).pipe(enrich, { end: false });
enrich.pipe(new SlowSink(20));
setTimeout(() => process.exit(), 500);
