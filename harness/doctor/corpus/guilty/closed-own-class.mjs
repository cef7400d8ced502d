// A class that opens a descriptor itself, and is abandoned before it has ended.

import { once } from 'node:events';
import { close, open, read } from 'node:fs';
import { Readable } from 'node:stream';

class BlockReader extends Readable {
  constructor(path) {
    super({ highWaterMark: 512 });
    this.path = path;
    this.fd = -1;
  }
  _construct(callback) {
    open(this.path, (error, fd) => {
      this.fd = fd;
      callback(error);
    });
  }
  _read(size) {
    read(this.fd, Buffer.alloc(size), 0, size, null, (error, bytes, buffer) =>
      error ? this.destroy(error) : this.push(bytes === 0 ? null : buffer.subarray(0, bytes)),
    );
  }
  _destroy(error, callback) {
    close(this.fd, (failed) => callback(error ?? failed));
  }
}

const all = [];
for (let n = 0; n < 60; n += 1) {
  const reader = new BlockReader(process.execPath); // GUILTY BlockReader
  await once(reader, 'readable');
  all.push(reader.read(16), reader);
}
