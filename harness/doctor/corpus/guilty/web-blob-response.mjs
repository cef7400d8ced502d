// A request body that is written faster than the server takes it.
import { setTimeout as sleep } from 'node:timers/promises';

let queue;
const body = new ReadableStream({
  start(controller) {
    queue = controller;
  },
});
const response = new Response(body);
const reader = response.body.getReader();
for (let n = 0; n < 300; n += 1) {
  for (let m = 0; m < 5; m += 1) queue.enqueue(new Uint8Array(2048)); // GUILTY ReadableStream
  if (n % 3 === 0) await reader.read();
  await sleep(0);
}
process.exit(0);
