// One write after false, and then the end.
import { once } from 'node:events';
import { SlowSink } from '../slow-sink.mjs';

const sink = new SlowSink(20);
sink.write(Buffer.alloc(2 * 1024 * 1024));
sink.write(Buffer.alloc(2 * 1024 * 1024));
sink.end(Buffer.alloc(1024 * 1024));
await once(sink, 'finish');
