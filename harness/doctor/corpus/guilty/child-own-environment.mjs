// The child process has an environment of its own, with options.
import { fork } from 'node:child_process';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

if (process.argv[2] !== 'child') {
  fork(fileURLToPath(import.meta.url), ['child'], { env: { NODE_OPTIONS: '--no-warnings' } });
} else {
  const slow = new Writable({
    write(_chunk, _encoding, callback) {
      setTimeout(callback, 1);
    },
  });
  for (let n = 0; n < 2000; n += 1) {
    slow.write(Buffer.alloc(4096)); // GUILTY Writable
  }
  setTimeout(() => process.exit(0), 100);
}
