// A Minipass that is paused, and written into all the time.
import { Minipass } from 'minipass';

const pipe = new Minipass();
pipe.on('data', () => {});
pipe.pause();
for (let n = 0; n < 1000; n += 1) {
  pipe.write(Buffer.alloc(4096)); // GUILTY Minipass
}
pipe.resume();
