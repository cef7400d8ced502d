// A transform that makes a thousand chunks of each one, without looking at desiredSize.
import { setTimeout as sleep } from 'node:timers/promises';

const explode = new TransformStream({
  transform(_chunk, controller) {
    for (let n = 0; n < 1000; n += 1) {
      controller.enqueue(new Uint8Array(1024)); // GUILTY TransformStream
    }
  },
});
const writer = explode.writable.getWriter();
const reader = explode.readable.getReader();
void writer.write('go');
for (let n = 0; n < 20; n += 1) {
  await reader.read();
  await sleep(1);
}
process.exit(0);
