// No stream is ever full: there are more and more of them, and nobody reads.
import { PassThrough } from 'node:stream';
import { buffered } from '../truth.mjs';

const waiting = [];
const part = Buffer.alloc(4 * 1024);
const timer = setInterval(() => {
  for (let index = 0; index < 10; index += 1) {
    const body = new PassThrough({ highWaterMark: 64 * 1024 });
    for (let count = 0; count < 4; count += 1) body.write(part); // GUILTY PassThrough
    waiting.push(body);
  }
  buffered(waiting.length * 4 * part.length);
  if (waiting.length < 400) return;
  clearInterval(timer);
}, 5);
