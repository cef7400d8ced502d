// Never yields, and is killed before it would.
import { Writable } from 'node:stream';

const sink = new Writable({ write() {} });
for (let sent = 0; sent < 64 * 1024; sent += 1) {
  sink.write(Buffer.alloc(1024)); // guilty
}
process.kill(process.pid, 'SIGKILL');
