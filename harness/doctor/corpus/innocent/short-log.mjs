// Some lines over time, to a log that is written slowly.
import { SlowSink } from '../slow-sink.mjs';

const log = new SlowSink(3);
let lines = 0;
const timer = setInterval(() => {
  log.write(`${lines} something happened, and somebody may want to know it\n`);
  lines += 1;
  if (lines === 400) clearInterval(timer);
}, 1);
