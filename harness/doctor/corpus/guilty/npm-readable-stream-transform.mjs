// A transform of the package, whose output nobody reads: it has two sides, and one constructor makes both.
import { Transform } from 'readable-stream';
import { buffered } from '../truth.mjs';

const upper = new Transform({
  highWaterMark: 64 * 1024,
  transform: (chunk, _encoding, callback) => callback(null, chunk),
});
let rounds = 0;
const timer = setInterval(() => {
  for (let index = 0; index < 10; index += 1) upper.write(Buffer.alloc(16 * 1024)); // GUILTY Transform
  buffered(upper.writableLength);
  rounds += 1;
  if (rounds === 40) clearInterval(timer);
}, 2);
