// Pushes until it is told to stop, and goes on when it is read.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SlowSink } from '../slow-sink.mjs';

let left = 1000;
const source = new Readable({
  read() {
    while (left > 0) {
      left -= 1;
      if (!this.push(Buffer.alloc(1024))) return;
    }
    this.push(null);
  },
});
await pipeline(source, new SlowSink(0, { highWaterMark: 64 * 1024 }));
