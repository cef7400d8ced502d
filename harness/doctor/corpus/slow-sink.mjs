/** A destination that takes some milliseconds for each chunk, such as a database far away. */
import { Writable } from 'node:stream';

export class SlowSink extends Writable {
  constructor(ms, options = {}) {
    super(options);
    this.ms = ms;
  }

  _write(_chunk, _encoding, callback) {
    setTimeout(callback, this.ms);
  }
}
