// Measurements are kept in typed arrays, and none is ever dropped.
import { setImmediate as turn } from 'node:timers/promises';

class Recorder {
  #series = [];

  record(n) {
    const values = new Float64Array(8_000); // GUILTY Buffer
    values.fill(n);
    this.#series.push(values);
  }
}

const recorder = new Recorder();
for (let n = 0; n < 800; n += 1) {
  recorder.record(n);
  await turn();
}
process.on('exit', () => recorder.record(0));
