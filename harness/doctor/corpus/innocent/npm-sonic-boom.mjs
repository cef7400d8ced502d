// A log whose 'drain' is awaited.
import { once } from 'node:events';
import SonicBoom from 'sonic-boom';

const log = new SonicBoom({ dest: '/dev/null', sync: false, minLength: 4096 });
const line = `${'x'.repeat(1023)}\n`;
for (let n = 0; n < 5000; n += 1) {
  if (!log.write(line)) await once(log, 'drain');
}
log.end();
