// 'drain' of a Writable of readable-stream is awaited.
import { once } from 'node:events';
import { Writable } from 'readable-stream';

const slow = new Writable({
  write(_chunk, _encoding, callback) {
    setImmediate(callback);
  },
});
for (let n = 0; n < 2000; n += 1) {
  if (!slow.write(Buffer.alloc(2048))) await once(slow, 'drain');
}
slow.end();
