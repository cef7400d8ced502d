/** Worlds in which Node behaves in another way, by name: each changes this process, before anything else is loaded. */
import { Blob } from 'node:buffer';
import { getDefaultHighWaterMark, Readable, setDefaultHighWaterMark, Writable } from 'node:stream';

const { alloc, allocUnsafe } = Buffer;
const kept = [];

const usePoolOf = (bytes) => {
  const { buffer } = Buffer.allocUnsafe(1);
  Buffer.poolSize = bytes;
  while (Buffer.allocUnsafe(512).buffer === buffer);
};

/** 64 KiB where it is 8 KiB, and the other way round. */
const otherPoolSize = () => usePoolOf(Buffer.poolSize === 8192 ? 65_536 : 8192);

const replaceWrite = (write) => {
  const original = Writable.prototype.write;
  Writable.prototype.write = function (...args) {
    return write.call(this, (...own) => original.apply(this, own), args);
  };
};

const MiB = 1024 * 1024;

/** `change` is given the Buffer, and what makes the text that toString() returns without it. */
const replaceToString = (change) => {
  const { toString: decodeAll } = Buffer.prototype;
  let isChanging = false;
  Buffer.prototype.toString = function (...args) {
    if (isChanging) return decodeAll.apply(this, args);
    isChanging = true;
    const text = change(this, () => decodeAll.apply(this, args));
    isChanging = false;
    return text;
  };
};

export const WORLDS = {
  'as it is': () => {},

  "'drain' is emitted below highWaterMark": () => {
    const watched = new WeakSet();
    replaceWrite(function (original, args) {
      if (!watched.has(this)) emitDrainEarly(this);
      watched.add(this);
      return original(...args);
    });
  },
  "'drain' is emitted whenever the buffer is empty": () => {
    replaceWrite(function (original, args) {
      const isAccepted = original(...args);
      const emitOnceEmpty = () => {
        if (this.writableLength > 0) setImmediate(emitOnceEmpty);
        else this.emit('drain');
      };
      if (isAccepted) setImmediate(emitOnceEmpty);
      return isAccepted;
    });
  },
  'write() never says false': () => {
    replaceWrite((original, args) => {
      original(...args);
      return true;
    });
  },
  'write() loses what it is given once the buffer is full': () => {
    replaceWrite(function (original, args) {
      if (this.writableLength < this.writableHighWaterMark) return original(...args);
      return false;
    });
  },
  'write() after end() is ignored': () => {
    replaceWrite(function (original, args) {
      if (!this.writableEnded) return original(...args);
      process.nextTick(args.at(-1));
      return false;
    });
  },
  'the default highWaterMark is another': () => {
    const isNew = getDefaultHighWaterMark(false) === 65_536;
    setDefaultHighWaterMark(false, isNew ? 16_384 : 65_536);
  },
  'pipe() destroys its source and its target': () => {
    const { pipe } = Readable.prototype;
    Readable.prototype.pipe = function (target, options) {
      this.once('error', (error) => target.destroy(error));
      target.once('error', (error) => this.destroy(error));
      target.on('error', () => {});
      return pipe.call(this, target, options);
    };
  },
  "'data' listeners start nothing": () => {
    const { on } = Readable.prototype;
    Readable.prototype.on = function (name, listener) {
      if (name !== 'data') return on.call(this, name, listener);
      const { flowing } = this._readableState;
      on.call(this, name, listener);
      if (flowing === null) this.pause();
      return this;
    };
  },
  'the pool has another size': otherPoolSize,
  'there is no pool': () => {
    Object.defineProperty(Buffer, 'poolSize', { get: () => 0, set: () => {} });
  },
  'the pool keeps every slab': () => {
    Buffer.allocUnsafe = (size) => {
      const made = allocUnsafe(size);
      kept.push(made.buffer);
      return made;
    };
  },
  'the pool uses places again': () => {
    const [first, second] = [new ArrayBuffer(8192), new ArrayBuffer(8192)];
    let count = 0;
    Buffer.allocUnsafe = (size) => {
      count += 1;
      // A few from the first slab, then those from the second, which is left once.
      if (count < 5 || count === 40) return Buffer.from(first, 0, size);
      return Buffer.from(second, ((count % 30) + 1) * size, size);
    };
  },
  'alloc() takes from the pool': () => {
    Buffer.alloc = (size) => allocUnsafe(size).fill(0);
  },
  'alloc() leaves memory unfilled': () => {
    Buffer.alloc = (size) => allocUnsafe(size);
  },
  'allocUnsafe() fills memory with zeros': () => {
    Buffer.allocUnsafe = (size) => alloc(size);
  },
  'toString() makes two bytes of each character': () => {
    // A string has one byte for each character only if all of them are Latin-1.
    replaceToString((_buffer, decode) => flatten(`${decode()}€`));
  },
  'toString() returns one string again and again': () => {
    const byLength = new Map();
    replaceToString(({ length }, decode) => {
      if (!byLength.has(length)) byLength.set(length, decode());
      return byLength.get(length);
    });
  },
  'toString() puts the characters of large strings elsewhere': () => {
    const buffer = Buffer.alloc(4 * MiB, 'x');
    const before = process.memoryUsage().external;
    const { length } = buffer.toString();
    const isOutside = process.memoryUsage().external - before >= length;
    replaceToString((large, decode) => {
      if (large.length < MiB) return decode();
      return isOutside ? flatten(decode()) : large.latin1Slice();
    });
  },
  'external leaves Buffers out': () => {
    const { memoryUsage } = process;
    process.memoryUsage = () => {
      const usage = memoryUsage();
      return { ...usage, external: usage.external - usage.arrayBuffers };
    };
  },
  'readUInt32BE() is native, and toString() is not': () => {
    Buffer.prototype.readUInt32BE = Buffer.prototype.readUInt32BE.bind(Buffer.alloc(4));
  },
  'Node does not know a flag': () => {
    process.env.NODE_OPTIONS = '--no-such-flag';
  },
  'Blob.stream() retains what was read': () => {
    const { stream } = Blob.prototype;
    Blob.prototype.stream = function () {
      const keep = new TransformStream({
        transform(chunk, controller) {
          kept.push(chunk.slice());
          controller.enqueue(chunk);
        },
      });
      return stream.call(this).pipeThrough(keep);
    };
  },
};

/** The same text, with all its characters in one place on the heap. */
const flatten = (text) => JSON.parse(JSON.stringify(text));

/** Writable itself emits 'drain' only once its buffer is empty. */
function emitDrainEarly(sink) {
  const { _write: write } = sink;
  sink._write = (chunk, encoding, callback) =>
    write.call(sink, chunk, encoding, (error) => {
      callback(error);
      const state = sink._writableState;
      if (!state.needDrain || sink.writableLength >= sink.writableHighWaterMark) return;
      state.needDrain = false;
      sink.emit('drain');
    });
}
