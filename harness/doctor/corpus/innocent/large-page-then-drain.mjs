// A larger page, with a sink that takes many chunks at once.
import { once } from 'node:events';
import { Writable } from 'node:stream';

const sink = new Writable({
  writev(_chunks, callback) {
    setTimeout(callback, 20);
  },
});
let isAccepted = true;
for (let row = 0; row < 3000; row += 1) isAccepted = sink.write(Buffer.alloc(1000, row));
if (!isAccepted) await once(sink, 'drain');
sink.end('done');
await once(sink, 'finish');
