// The first chunk of each file is kept whole, to show some bytes of it.
import { createReadStream } from 'node:fs';

const previews = [];

async function preview(path) {
  const stream = createReadStream(path);
  const chunks = stream[Symbol.asyncIterator]();
  const { value } = await chunks.next(); // GUILTY Buffer
  previews.push(value);
  await chunks.return();
}

for (let n = 0; n < 600; n += 1) await preview(process.execPath);
