// A protocol in a Duplex: requests are sent without waiting for room.
import { Duplex } from 'node:stream';
import { buffered } from '../truth.mjs';

class Protocol extends Duplex {
  _read() {}

  _write(_chunk, _encoding, callback) {
    setTimeout(callback, 5);
  }
}
const protocol = new Protocol();
let sent = 0;
function next() {
  protocol.write(Buffer.alloc(8 * 1024)); // GUILTY Protocol
  buffered(protocol.writableLength);
  sent += 1;
  if (sent < 400) setImmediate(next);
  else process.exit();
}
next();
