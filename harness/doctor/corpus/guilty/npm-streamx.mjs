// A Writable of streamx, filled without looking at what write() returns.
import { Writable } from 'streamx';

const slow = new Writable({
  write(_chunk, callback) {
    setTimeout(callback, 1);
  },
});
for (let n = 0; n < 2000; n += 1) {
  slow.write(Buffer.alloc(2048)); // GUILTY Writable
}
setTimeout(() => process.exit(0), 200);
