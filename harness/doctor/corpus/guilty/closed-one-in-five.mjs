// Whoever finds nothing leaves the loop by a promise that is never settled: the stream is not destroyed.
import { createReadStream } from 'node:fs';

const first = (path, isWanted) =>
  new Promise((resolve) => {
    const stream = createReadStream(path, { highWaterMark: 4096 }); // GUILTY ReadStream
    stream.on('data', (chunk) => {
      stream.pause();
      resolve(chunk.length);
      if (isWanted) stream.destroy();
    });
  });

for (let n = 0; n < 200; n += 1) await first(process.execPath, n % 5 !== 0);
