// A helper awaits `ready`, but nobody awaits the helper.
import { setTimeout as sleep } from 'node:timers/promises';

const log = new WritableStream(
  { write: () => sleep(3) },
  new ByteLengthQueuingStrategy({ highWaterMark: 16384 }),
);
const writer = log.getWriter();

async function append(line) {
  await writer.ready;
  await writer.write(line); // GUILTY WritableStream
}

for (let n = 0; n < 3000; n += 1) append(new Uint8Array(1024));
await sleep(100);
process.exit(0);
