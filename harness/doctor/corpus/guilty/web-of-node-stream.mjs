// A Node stream as a Web Stream: on Node 20 and 22, desiredSize counts chunks of it, and is never 0.
import { Writable } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

let pending = 0;
const writer = Writable.toWeb(new SlowSink(10)).getWriter();
let rounds = 0;
setInterval(() => {
  for (let index = 0; index < 10; index += 1) {
    const chunk = new Uint8Array(16 * 1024);
    pending += chunk.length;
    writer.write(chunk).then(() => (pending -= chunk.length)); // GUILTY WritableStream
  }
  buffered(pending);
  rounds += 1;
  if (rounds === 40) process.exit(0);
}, 2);
