// Events are put into a ReadableStream whether or not anybody reads.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const feed = new EventEmitter();
const events = new ReadableStream({
  start(controller) {
    feed.on('tick', (tick) => {
      controller.enqueue(tick); // GUILTY ReadableStream
    });
  },
});
const reader = events.getReader();
for (let n = 0; n < 200; n += 1) {
  for (let m = 0; m < 10; m += 1) feed.emit('tick', Buffer.alloc(2048, m));
  await reader.read();
  await sleep(1);
}
process.exit(0);
