// Two hundred files at once: each is read to its end, or destroyed as soon as it has shown what was looked for.
import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const all = Array.from({ length: 200 }, () => buffer(createReadStream(self)));
await Promise.all(all);
for (let n = 0; n < 200; n += 1) {
  for await (const chunk of createReadStream(process.execPath, { highWaterMark: 64 })) {
    if (chunk.length > 0) break;
  }
}
