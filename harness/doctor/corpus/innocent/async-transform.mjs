// A transform that waits for each of its chunks.
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { SlowSink } from '../slow-sink.mjs';

const enrich = new Transform({
  async transform(chunk, _encoding, callback) {
    await sleep(1);
    for (let part = 0; part < 20; part += 1) this.push(chunk);
    callback();
  },
});
const source = Readable.from(Array.from({ length: 30 }, () => Buffer.alloc(4096)));
await pipeline(source, enrich, new SlowSink(0, { highWaterMark: 1024 * 1024 }));
