// Writes into a CompressionStream that are not awaited. On Node 20 its highWaterMark is 16384 chunks.
import { randomBytes } from 'node:crypto';

const gzip = new CompressionStream('gzip');
const writer = gzip.writable.getWriter();
const block = randomBytes(1024);
const done = gzip.readable.pipeTo(new WritableStream());
for (let n = 0; n < 20_000; n += 1) {
  writer.write(block.subarray()); // GUILTY CompressionStream
}
await writer.close();
await done;
