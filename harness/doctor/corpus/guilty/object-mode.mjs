// Objects into a slow sink that counts them.
import { Writable } from 'node:stream';
import { buffered } from '../truth.mjs';

const inserts = new Writable({
  objectMode: true,
  write(_row, _encoding, callback) {
    setTimeout(callback, 2);
  },
});
for (let id = 0; id < 15_000; id += 1) {
  inserts.write({ id, payload: Buffer.alloc(256) }); // GUILTY Writable
}
buffered(inserts.writableLength * 256);
setTimeout(() => process.exit(), 300);
