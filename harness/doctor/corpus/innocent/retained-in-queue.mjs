// 30 MiB for a slow reader, as one write after the other that is awaited together: in queues, and gone at the end.
import { Writable } from 'node:stream';

const sink = new Writable({
  highWaterMark: 64 * 1024 * 1024,
  write: (_chunk, _encoding, done) => setTimeout(done, 1),
});
for (let n = 0; n < 300; n += 1) sink.write(Buffer.alloc(100_000, n));
await new Promise((resolve) => sink.end(resolve));
