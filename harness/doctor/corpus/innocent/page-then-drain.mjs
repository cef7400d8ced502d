// A page of rows, then 'drain' is awaited.
import { once } from 'node:events';
import { SlowSink } from '../slow-sink.mjs';

const sink = new SlowSink(0);
let isAccepted = true;
for (let row = 0; row < 1000; row += 1) isAccepted = sink.write(Buffer.alloc(700, row));
sink.cork();
process.nextTick(() => sink.uncork());
if (!isAccepted) await once(sink, 'drain');
sink.end();
