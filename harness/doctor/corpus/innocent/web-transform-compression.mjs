// A transform between pipes into a CompressionStream, which on Node 20 takes 16384 chunks before it says no.
import { randomBytes } from 'node:crypto';

const block = randomBytes(20_000);
let blocks = 0;
const source = new ReadableStream({
  pull(controller) {
    blocks += 1;
    if (blocks > 600) controller.close();
    else controller.enqueue(block.slice());
  },
});
const halve = new TransformStream({
  transform(chunk, controller) {
    controller.enqueue(chunk.subarray(0, chunk.length / 2));
  },
});
let bytes = 0;
for await (const chunk of source.pipeThrough(halve).pipeThrough(new CompressionStream('gzip')))
  bytes += chunk.length;
console.log(bytes > 0);
