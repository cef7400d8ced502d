// One writer waits, the other does not: only the second is to be named.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const careful = new SlowSink(2);
const careless = new SlowSink(5);
async function write() {
  for (;;) if (!careful.write(Buffer.alloc(20_000))) await once(careful, 'drain');
}
void write();
for (let index = 0; index < 400; index += 1) {
  careless.write(Buffer.alloc(8000)); // GUILTY SlowSink
  buffered(careless.writableLength);
  await sleep(1);
}
process.exit();
