// Strings, so that it is the heap of V8 that ends.
import { Writable } from 'node:stream';

const sink = new Writable({ decodeStrings: false, write() {} });
for (let sent = 0; ; sent += 1) {
  sink.write(String(sent).repeat(200)); // guilty
}
