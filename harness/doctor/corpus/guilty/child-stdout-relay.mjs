// Relays what a child prints to something slow.
import { spawn } from 'node:child_process';
import { SlowSink } from '../slow-sink.mjs';
import { buffered } from '../truth.mjs';

const child = spawn('head', ['-c', '6000000', '/dev/zero'], { stdio: ['ignore', 'pipe', 'ignore'] });
const store = new SlowSink(15, { highWaterMark: 16 * 1024 });
child.stdout.on('data', (chunk) => {
  store.write(chunk); // GUILTY SlowSink
  buffered(store.writableLength);
});
child.stdout.on('end', () => process.exit());
