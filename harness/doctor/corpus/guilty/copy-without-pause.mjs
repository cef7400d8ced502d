// Copies a file by hand, and forgets that the destination can be slower.

import { once } from 'node:events';
import { createReadStream, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const path = join(tmpdir(), `copy-${process.pid}`);
writeFileSync(path, Buffer.alloc(6 * 1024 * 1024));
const upload = new SlowSink(10);
const source = createReadStream(path);
source.on('data', (chunk) => {
  upload.write(chunk); // GUILTY SlowSink
  buffered(upload.writableLength);
});
await once(source, 'end');
rmSync(path);
process.exit();
