// Page after page, and 'drain' after each.
import { once } from 'node:events';
import { Writable } from 'node:stream';

const sink = new Writable({
  writev(_chunks, callback) {
    setTimeout(callback, 5);
  },
  write(_chunk, _encoding, callback) {
    setTimeout(callback, 1);
  },
});
for (let page = 0; page < 30; page += 1) {
  let isAccepted = true;
  for (let row = 0; row < 2000; row += 1) isAccepted = sink.write(Buffer.alloc(600, row));
  if (!isAccepted) await once(sink, 'drain');
}
sink.end();
