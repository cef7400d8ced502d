// Never more than eight writes whose callbacks have not come: always full, and never more than that.
import { SlowSink } from '../slow-sink.mjs';

const sink = new SlowSink(1);
let left = 400;
function next() {
  if (left === 0) return;
  left -= 1;
  sink.write(Buffer.alloc(50_000), next);
}
for (let index = 0; index < 8; index += 1) next();
