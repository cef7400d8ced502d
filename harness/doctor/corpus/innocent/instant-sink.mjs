// A sink that finishes each write at once.
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';

const hash = createHash('sha256');
const sink = new Writable({
  write(chunk, _encoding, callback) {
    hash.update(chunk);
    callback();
  },
});
for (let index = 0; index < 50_000; index += 1) sink.write(Buffer.alloc(100));
