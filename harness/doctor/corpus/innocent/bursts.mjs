// A burst now and then, which the sink has taken before the next one.
import { Writable } from 'node:stream';

const sink = new Writable({
  highWaterMark: 16 * 1024,
  writev(_chunks, callback) {
    setTimeout(callback, 10);
  },
});
let bursts = 0;
const timer = setInterval(() => {
  for (let row = 0; row < 400; row += 1) sink.write(Buffer.alloc(500, row));
  bursts += 1;
  if (bursts === 12) clearInterval(timer);
}, 40);
