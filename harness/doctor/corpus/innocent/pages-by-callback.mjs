// All rows of a page are started at once and awaited together.
import { Writable } from 'node:stream';

const sink = new Writable({
  writev(_chunks, callback) {
    setTimeout(callback, 5);
  },
  write(_chunk, _encoding, callback) {
    setTimeout(callback, 1);
  },
});
const write = (row) => new Promise((resolve) => sink.write(row, resolve));
for (let page = 0; page < 20; page += 1) {
  await Promise.all(Array.from({ length: 1000 }, (_, row) => write(Buffer.alloc(800, row))));
}
