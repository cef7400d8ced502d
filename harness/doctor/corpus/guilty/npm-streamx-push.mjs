// A Readable of streamx whose source pushes whatever comes.
import { Readable } from 'streamx';

const feed = new Readable();
let ticks = 0;
const timer = setInterval(() => {
  for (let n = 0; n < 20; n += 1) feed.push(Buffer.alloc(4096)); // GUILTY Readable
  ticks += 1;
  feed.read();
  if (ticks < 50) return;
  clearInterval(timer);
  process.exit(0);
}, 2);
