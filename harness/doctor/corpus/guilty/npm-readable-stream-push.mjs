// A Readable of readable-stream whose source pushes whatever comes.
import { Readable } from 'readable-stream';

const feed = new Readable({ read() {} });
let ticks = 0;
const timer = setInterval(() => {
  for (let n = 0; n < 20; n += 1) feed.push(Buffer.alloc(4096)); // GUILTY Readable
  ticks += 1;
  feed.read(4096);
  if (ticks < 50) return;
  clearInterval(timer);
  feed.destroy();
}, 2);
