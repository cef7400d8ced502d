// A log that is written faster than the disk takes it.
import SonicBoom from 'sonic-boom';

const log = new SonicBoom({ dest: '/dev/null', sync: false });
const line = `${'x'.repeat(1023)}\n`;
for (let n = 0; n < 20_000; n += 1) {
  log.write(line); // GUILTY SonicBoom
}
log.on('drain', () => log.end());
