// Every request writes to one log, which is slower than all of them together.
import { EventEmitter } from 'node:events';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const log = new SlowSink(8, { highWaterMark: 16 * 1024 });
const app = new EventEmitter();
app.on('request', (id) => {
  log.write(`${JSON.stringify({ id, headers: 'h'.repeat(900) })}\n`); // GUILTY SlowSink
  buffered(log.writableLength);
});
let requests = 0;
const timer = setInterval(() => {
  for (let index = 0; index < 5; index += 1) app.emit('request', requests + index);
  requests += 5;
  if (requests < 2000) return;
  clearInterval(timer);
  process.exit();
}, 1);
