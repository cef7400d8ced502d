// Prints more than the other end of the pipe reads.
import { writeSync } from 'node:fs';
import { buffered } from '../truth.mjs';

let left = 150;
const timer = setInterval(() => {
  for (let index = 0; index < 20; index += 1) {
    process.stdout.write(`${'o'.repeat(1023)}\n`); // GUILTY Socket
  }
  buffered(process.stdout.writableLength);
  left -= 1;
  if (left > 0) return;
  clearInterval(timer);
  writeSync(2, 'all is written\n');
}, 2);
