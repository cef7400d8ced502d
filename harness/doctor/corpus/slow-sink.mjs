/**
 * A destination that takes some milliseconds for each chunk, such as a database far away: so many ticks of a timer, so that
 * it is slower than who writes at each tick on a busy machine as well.
 */
import { Writable } from 'node:stream';

export class SlowSink extends Writable {
  constructor(ms, options = {}) {
    super(options);
    this.ms = ms;
  }

  _write(_chunk, _encoding, callback) {
    let left = this.ms;
    const timer = setInterval(() => {
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      callback();
    }, 1);
  }
}
