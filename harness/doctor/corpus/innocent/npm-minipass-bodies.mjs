// Forty bodies arrive in parts, as from a network, before somebody reads one after the other: each ends by itself.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Minipass } from 'minipass';

const PARTS = 40;
const bodies = Array.from({ length: 40 }, () => new Minipass());
const verified = bodies.map((body) => body.pipe(new Minipass()));
await Promise.all(bodies.map(download));
let bytes = 0;
for (const body of verified) {
  body.on('data', (chunk) => {
    bytes += chunk.length;
  });
  if (!body.emittedEnd) await once(body, 'end');
}
console.log(bytes);

async function download(body, index) {
  for (let part = 0; part < PARTS; part += 1) {
    body.write(Buffer.alloc(16 * 1024));
    if (part % 4 === 0) await sleep(index % 5);
  }
  body.end();
}
