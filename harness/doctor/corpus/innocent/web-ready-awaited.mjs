// `ready` is awaited before each write, the write itself is not.
import { setTimeout as sleep } from 'node:timers/promises';

const sink = new WritableStream(
  { write: () => sleep(0) },
  new ByteLengthQueuingStrategy({ highWaterMark: 256 * 1024 }),
);
const writer = sink.getWriter();
for (let n = 0; n < 1000; n += 1) {
  await writer.ready;
  writer.write(new Uint8Array(8192));
}
await writer.close();
console.log('done');
