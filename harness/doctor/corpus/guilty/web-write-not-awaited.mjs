// A WritableStream whose writes are all started at once.
import { setTimeout as sleep } from 'node:timers/promises';

const sink = new WritableStream({ write: () => sleep(5) });
const writer = sink.getWriter();
for (let n = 0; n < 2000; n += 1) {
  writer.write(new Uint8Array(4096)); // GUILTY WritableStream
  if (n % 100 === 0) await sleep(1);
}
process.exit(0);
