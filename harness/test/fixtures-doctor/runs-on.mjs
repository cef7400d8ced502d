import { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';

const sink = new Writable({ write: () => {} });
// Much is in its queue before anybody looks.
for (let n = 0; n < 100; n += 1) sink.write(Buffer.alloc(65536));

function flood() {
  for (let n = 0; n < 8; n += 1) sink.write(Buffer.alloc(16384)); // guilty
}
const interval = setInterval(flood, 10);
const quiet = "require('node:worker_threads').parentPort.on('message', process.exit)";
const worker = new Worker(quiet, { eval: true });

process.on('SIGTERM', () => {
  clearInterval(interval);
  worker.postMessage(0);
  process.stdout.write(`had ${process.listenerCount('exit')} listeners\n`);
  process.exitCode = 7;
});
worker.on('online', () => process.stdout.write('ready\n'));
