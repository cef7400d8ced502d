// Awaits the callback of each write.
import { SlowSink } from '../slow-sink.mjs';

const sink = new SlowSink(1);
for (let index = 0; index < 200; index += 1) {
  await new Promise((resolve) => sink.write(Buffer.alloc(80_000), resolve));
}
