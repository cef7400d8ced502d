// Many streams read parts of one file, whose descriptor the program itself has opened and closes.

import { once } from 'node:events';
import { closeSync, createReadStream, openSync } from 'node:fs';

const fd = openSync(process.execPath, 'r');
let bytes = 0;
for (let n = 0; n < 100; n += 1) {
  const part = createReadStream(null, { fd, autoClose: false, start: n * 64, end: n * 64 + 63 });
  part.on('data', (chunk) => {
    bytes += chunk.length;
  });
  await once(part, 'end');
}
closeSync(fd);
console.log(bytes);
