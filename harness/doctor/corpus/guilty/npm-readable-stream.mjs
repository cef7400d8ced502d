// A Writable of readable-stream, filled without looking at what write() returns.
import { Writable } from 'readable-stream';

const slow = new Writable({
  write(_chunk, _encoding, callback) {
    setTimeout(callback, 1);
  },
});
for (let n = 0; n < 2000; n += 1) {
  slow.write(Buffer.alloc(2048)); // GUILTY Writable
}
setTimeout(() => process.exit(0), 200);
