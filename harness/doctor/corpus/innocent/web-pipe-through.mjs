// A file is compressed and decompressed by pipes.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

const file = Readable.toWeb(createReadStream(process.execPath, { end: 8 * 1024 * 1024 - 1 }));
const back = file.pipeThrough(new CompressionStream('gzip')).pipeThrough(new DecompressionStream('gzip'));
let bytes = 0;
await back.pipeTo(
  new WritableStream({
    write(chunk) {
      bytes += chunk.length;
    },
  }),
);
console.log(bytes);
