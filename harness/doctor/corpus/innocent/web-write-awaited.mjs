// Each write is awaited.
import { setTimeout as sleep } from 'node:timers/promises';

const sink = new WritableStream({ write: () => sleep(0) });
const writer = sink.getWriter();
for (let n = 0; n < 500; n += 1) await writer.write(new Uint8Array(4096));
await writer.close();
console.log('done');
