// Every write is awaited, but all are started at once.
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const sink = new SlowSink(1);
const write = (row) =>
  new Promise((resolve, reject) => {
    sink.write(row, (error) => (error ? reject(error) : resolve())); // GUILTY SlowSink
    buffered(sink.writableLength);
  });
const rows = Array.from({ length: 4000 }, (_, id) => Buffer.alloc(900, id));
setTimeout(() => process.exit(), 300);
await Promise.all(rows.map(write));
