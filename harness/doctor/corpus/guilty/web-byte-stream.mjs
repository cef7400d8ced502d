// A byte stream that is filled by a timer, and read more slowly.
import { setTimeout as sleep } from 'node:timers/promises';

let fill;
const bytes = new ReadableStream({
  type: 'bytes',
  start(controller) {
    fill = () => {
      for (let n = 0; n < 8; n += 1) controller.enqueue(new Uint8Array(8192)); // GUILTY ReadableStream
    };
  },
});
const reader = bytes.getReader();
for (let n = 0; n < 100; n += 1) {
  fill();
  await reader.read();
  await sleep(1);
}
process.exit(0);
