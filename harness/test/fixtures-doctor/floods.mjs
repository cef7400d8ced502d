// Buffers 16 MiB in a sink that takes 64 KiB every 50 ms, and exits as requested while most of it is still there.
import { Writable } from 'node:stream';

const sink = new Writable({ highWaterMark: 65536, write: (_chunk, _encoding, done) => setTimeout(done, 50) });
function flood() {
  for (let sent = 0; sent < 256; sent += 1) {
    sink.write(Buffer.alloc(65536)); // guilty
  }
}
flood();
setTimeout(() => {
  process.stdout.write('done\n');
  process.exit(Number(process.argv[2]));
}, 300);
