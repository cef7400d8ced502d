// Streams without a descriptor hold nothing: one that is dropped is collected.
import { PassThrough, Readable, Transform } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';

class Rows extends Readable {
  _read() {}
}

for (let n = 0; n < 500; n += 1) {
  new PassThrough().write('x');
  new Rows().push('row');
  new Transform({ transform: (chunk, _encoding, callback) => callback(null, chunk) }).write('x');
  await turn();
}
