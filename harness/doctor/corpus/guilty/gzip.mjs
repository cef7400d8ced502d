// Compresses faster than the archive can be stored.
import { randomBytes } from 'node:crypto';
import { setImmediate as yieldTurn } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const gzip = createGzip();
gzip.pipe(new SlowSink(20));
const block = randomBytes(32 * 1024);
for (let index = 0; index < 150; index += 1) {
  gzip.write(block); // GUILTY Gzip
  buffered(gzip.writableLength);
  await yieldTurn();
}
process.exit();
