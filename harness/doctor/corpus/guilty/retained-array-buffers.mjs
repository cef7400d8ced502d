// Each picture has an ArrayBuffer of its own, that a small view of it keeps.
import { setImmediate as turn } from 'node:timers/promises';

const thumbnails = new Map();

function decode(n) {
  const pixels = new Uint8Array(new ArrayBuffer(90_000));
  pixels.fill(n);
  thumbnails.set(n, pixels.subarray(0, 64)); // GUILTY Buffer
}

for (let n = 0; n < 500; n += 1) {
  decode(n);
  await turn();
}
