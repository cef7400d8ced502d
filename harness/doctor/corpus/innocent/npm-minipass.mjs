// A Minipass that is read as fast as it is written, and one whose 'drain' is awaited.
import { once } from 'node:events';
import { Minipass } from 'minipass';

const fast = new Minipass();
let bytes = 0;
fast.on('data', (chunk) => {
  bytes += chunk.length;
});
for (let n = 0; n < 1000; n += 1) fast.write(Buffer.alloc(4096));
fast.end();
const slow = new Minipass();
const reading = setInterval(() => slow.read(), 1);
for (let n = 0; n < 100; n += 1) {
  if (!slow.write(Buffer.alloc(4096))) await once(slow, 'drain');
}
clearInterval(reading);
console.log(bytes);
