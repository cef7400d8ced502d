// All lines of a chunk are pushed in one transform().
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const text = Buffer.from(`${'a line of a log'.repeat(2)}\n`.repeat(2100));
const lines = new Transform({
  readableObjectMode: true,
  transform(chunk, _encoding, callback) {
    for (const line of chunk.toString().split('\n')) this.push({ line });
    callback();
  },
});
const store = new Writable({
  objectMode: true,
  highWaterMark: 500,
  writev(_rows, callback) {
    setTimeout(callback, 1);
  },
});
await pipeline(Readable.from(Array.from({ length: 12 }, () => text)), lines, store);
