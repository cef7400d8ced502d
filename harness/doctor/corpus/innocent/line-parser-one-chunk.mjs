// The same with a file that is a single chunk.
import { Transform, Writable } from 'node:stream';

const lines = new Transform({
  readableObjectMode: true,
  transform(chunk, _encoding, callback) {
    for (const line of chunk.toString().split('\n')) this.push(line);
    callback();
  },
});
lines.pipe(
  new Writable({
    objectMode: true,
    write(_row, _encoding, callback) {
      setImmediate(callback);
    },
  }),
);
lines.end(`${'x'.repeat(31)}\n`.repeat(2048));
