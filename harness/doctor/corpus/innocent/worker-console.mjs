// A worker that prints, and one whose output is piped.
import { Worker } from 'node:worker_threads';
import { SlowSink } from '../slow-sink.mjs';

const code = `for (let line = 0; line < 800; line += 1) console.log('line ' + line + ' of a worker');`;
new Worker(code, { eval: true });
const quiet = new Worker(code, { eval: true, stdout: true });
quiet.stdout.pipe(new SlowSink(1));
