// Each pull() puts a page of forty records into the queue, and the next page comes when they are read.
import { setTimeout as sleep } from 'node:timers/promises';

let pages = 30;
const records = new ReadableStream({
  async pull(controller) {
    await sleep(1);
    for (let n = 0; n < 40; n += 1) controller.enqueue(new Uint8Array(2000));
    pages -= 1;
    if (pages === 0) controller.close();
  },
});
let count = 0;
for await (const record of records) count += record.length / 2000;
console.log(count);
