// What is written into a TransformStream comes out more slowly than it goes in.
import { setTimeout as sleep } from 'node:timers/promises';

const upper = new TransformStream({
  async transform(chunk, controller) {
    await sleep(2);
    controller.enqueue(chunk);
  },
});
const writer = upper.writable.getWriter();
const reading = (async () => {
  for await (const chunk of upper.readable) if (chunk === undefined) break;
})();
for (let n = 0; n < 1000; n += 1) {
  const chunk = new Uint8Array(1024);
  writer.write(chunk); // GUILTY TransformStream
}
await sleep(50);
process.exit(reading === undefined ? 1 : 0);
