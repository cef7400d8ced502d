// Feeds a program that has not begun to read.
import { spawn } from 'node:child_process';
import { buffered } from '../truth.mjs';

const sort = spawn('sleep', ['0.4'], { stdio: ['pipe', 'ignore', 'ignore'] });
sort.stdin.on('error', () => {});
for (let line = 0; line < 30_000; line += 1) {
  sort.stdin.write(`${line} ${'l'.repeat(200)}\n`); // GUILTY Socket
}
buffered(sort.stdin.writableLength);
sort.on('exit', () => process.exit());
