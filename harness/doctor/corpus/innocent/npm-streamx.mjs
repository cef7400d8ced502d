// 'drain' of a Writable of streamx is awaited.
import { once } from 'node:events';
import { Readable, Writable } from 'streamx';

const slow = new Writable({
  write(_chunk, callback) {
    setImmediate(callback);
  },
});
for (let n = 0; n < 2000; n += 1) {
  if (!slow.write(Buffer.alloc(2048))) await once(slow, 'drain');
}
slow.end();
let left = 500;
const source = new Readable({
  read(callback) {
    left -= 1;
    this.push(left === 0 ? null : Buffer.alloc(4096));
    callback(null);
  },
});
source.pipe(
  new Writable({
    write(_chunk, callback) {
      setImmediate(callback);
    },
  }),
);
