// The same amount, in a sink that is waited for.
import { once } from 'node:events';
import { Writable } from 'node:stream';

const sink = new Writable({ highWaterMark: 65536, write: (_chunk, _encoding, done) => setImmediate(done) });
for (let sent = 0; sent < 256; sent += 1) {
  if (!sink.write(Buffer.alloc(65536))) await once(sink, 'drain');
}
process.stdout.write('done\n');
