// read() pushes one page of records.

import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

let page = 0;
const query = new Readable({
  objectMode: true,
  async read() {
    await sleep(1);
    if (page === 10) return this.push(null);
    page += 1;
    for (let id = 0; id < 1000; id += 1) this.push({ id, name: 'n'.repeat(200) });
  },
});
let rows = 0;
const sink = new Writable({
  objectMode: true,
  write(_row, _encoding, callback) {
    rows += 1;
    if (rows % 50 === 0) setImmediate(callback);
    else callback();
  },
});
await pipeline(query, sink);
