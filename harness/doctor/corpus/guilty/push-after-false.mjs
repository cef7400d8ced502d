// An event source that is put into a Readable, whatever push() says.
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { buffered } from '../truth.mjs';

const ticks = new Readable({ objectMode: true, read() {} });
const timer = setInterval(() => {
  for (let index = 0; index < 16; index += 1) ticks.push(Buffer.alloc(1024)); // GUILTY Readable
  buffered(ticks.readableLength * 1024);
}, 1);
setTimeout(() => {
  clearInterval(timer);
  process.exit();
}, 600);
for await (const chunk of ticks) await sleep(chunk.length > 0 ? 8 : 0);
