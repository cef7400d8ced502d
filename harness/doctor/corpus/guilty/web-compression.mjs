// Writes into a CompressionStream that are not awaited.
import { randomBytes } from 'node:crypto';

const gzip = new CompressionStream('gzip');
const writer = gzip.writable.getWriter();
const block = randomBytes(64 * 1024);
const done = gzip.readable.pipeTo(new WritableStream());
for (let n = 0; n < 200; n += 1) {
  writer.write(block.subarray()); // GUILTY
}
await writer.close();
await done;
