/** Mostly stand-ins with the fields and methods of the real classes, of several versions, which were tried by hand. */
import { EventEmitter, once } from 'node:events';
import { Minipass } from 'minipass';
import { Writable as Streamx } from 'streamx';
import { describe, expect, test } from 'vitest';
import { Watcher } from '../watch.ts';

const countersOf = (watcher: Watcher) => watcher.report().byLabel.it;

describe('another copy of the stream module', () => {
  /** As in readable-stream 2: the constructor of the state sets its length. */
  class CopyState {
    declare length: number;
    objectMode = false;
    decodeStrings = true;
    highWaterMark = 4;
    needDrain = false;
    ending = false;
    sync = false;
    constructor() {
      this.length = 0;
    }
  }
  class CopyWritable extends EventEmitter {
    readonly _writableState = new CopyState();
    write(chunk: string): boolean {
      const state = this._writableState;
      state.length += chunk.length;
      state.needDrain ||= state.length >= state.highWaterMark;
      return !state.needDrain;
    }
    take(units: number): void {
      this._writableState.length -= units;
    }
  }

  test.each(['the first', 'a later'])('is counted from %s stream on', () => {
    const watcher = new Watcher();
    const sink = watcher.watch('it', new CopyWritable());
    for (const text of ['123', '456', '78']) sink.write(text);
    sink.take(3);
    expect(countersOf(watcher)).toMatchObject({
      peakBufferedBytes: 8,
      highWaterMarkBytes: 4,
      writesAfterFalse: 1,
      bytesIn: 8,
      bytesOut: 3,
    });
  });

  /** As Duplex, which has the methods of Writable without being a class of it. */
  class CopyDuplex extends EventEmitter {
    readonly _writableState = new CopyState();
    write = CopyWritable.prototype.write;
    destroy(): void {
      this.emit('close');
    }
  }

  test('is counted until its end, whichever of its classes was watched first', () => {
    const watcher = new Watcher();
    watcher.watch('it', new CopyWritable());
    const duplex = watcher.watch('it', new CopyDuplex());
    duplex.write('12');
    expect(watcher.bufferedBytes).toBe(2);
    duplex.destroy();
    expect(watcher.bufferedBytes).toBe(0);
  });
});

describe('an object that is asked what it buffers', () => {
  test.each<[string, unknown, RegExp]>([
    [
      'is not a function',
      5,
      /^watch\('queue', object, \{ buffered \}\): buffered is number 5, not a function$/,
    ],
    [
      'throws',
      () => {
        throw new Error('closed');
      },
      /^watch\('queue', .*: buffered\(\) threw Error: closed$/,
    ],
    [
      'returns NaN',
      () => Number.NaN,
      /^watch\('queue', .*: buffered\(\) returned NaN, not a number of bytes$/,
    ],
  ])('is refused by its label if buffered %s', (_what, buffered, message) => {
    expect(() => new Watcher().watch('queue', {}, { buffered: buffered as () => number })).toThrow(message);
  });

  test('fails by its label if it throws later, and what was counted is still reported', async () => {
    const watcher = new Watcher();
    let isClosed = false;
    watcher.watch(
      'queue',
      {},
      {
        buffered: () => {
          if (isClosed) throw new Error('closed');
          return 5;
        },
      },
    );
    isClosed = true;
    const failed = new Promise<Error>((resolve) => {
      const others = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      process.once('uncaughtException', (error) => {
        for (const listener of others) process.on('uncaughtException', listener);
        resolve(error);
      });
    });
    expect(watcher.report().byLabel).toMatchObject({ queue: { peakBufferedBytes: 5 } });
    expect((await failed).message).toMatch(/^watch\('queue', .*: buffered\(\) threw Error: closed$/);
  });
});

test('streamx is counted by its `buffered`, and a string by its bytes', () => {
  class State {
    buffered = 0;
    readonly highWaterMark = 4;
    readonly queue: unknown[] = [];
    push(data: Buffer | string): boolean {
      this.buffered += typeof data === 'string' ? 1024 : data.byteLength;
      return this.buffered < this.highWaterMark;
    }
  }
  const watcher = new Watcher();
  const sink = watcher.watch('it', { _writableState: new State() });
  const accepted = [Buffer.alloc(3), '€€', Buffer.alloc(1)].map((data) => sink._writableState.push(data));
  expect(accepted).toEqual([true, false, false]);
  sink._writableState.buffered = 0;
  expect(countersOf(watcher)).toMatchObject({
    peakBufferedBytes: 3 + 6 + 1,
    highWaterMarkBytes: 4,
    writesAfterFalse: 1,
    drains: 1,
    bytesIn: 10,
    bytesOut: 10,
  });
});

test('streamx leaves a queue as it was when it is destroyed: what that has is lost, and is released', () => {
  class State {
    buffered = 0;
    readonly highWaterMark = 4;
    readonly queue: unknown[] = [];
    push(data: Buffer): void {
      this.buffered += data.byteLength;
    }
  }
  class Base {
    readonly _writableState = new State();
    destroy(): void {
      // As a sink that is still at work.
      this._writableState.buffered -= 1;
    }
  }
  class Sink extends Base {}
  const watcher = new Watcher();
  const [sink, other] = [watcher.watch('it', new Sink()), watcher.watch('it', new Sink())];
  for (const { _writableState } of [sink, other]) _writableState.push(Buffer.alloc(5));
  sink.destroy();
  expect(sink._writableState.buffered).toBe(4);
  expect(watcher.bufferedBytes).toBe(5);
  sink.destroy();
  other._writableState.buffered = 0;
  expect(countersOf(watcher)).toMatchObject({ peakBufferedBytes: 10, bytesIn: 10, bytesOut: 5 });
});

test('Minipass is counted by a field that each object defines anew', () => {
  const LENGTH = Symbol('bufferLength');
  class Pass extends EventEmitter {
    [LENGTH] = 0;
    isFlowing = false;
    get bufferLength(): number {
      return this[LENGTH];
    }
    write(chunk: Buffer): boolean {
      if (!this.isFlowing) this[LENGTH] += chunk.length;
      return this.isFlowing;
    }
    override emit(name: string, ...args: unknown[]): boolean {
      return super.emit(name, ...args);
    }
    read(): void {
      this[LENGTH] = 0;
      this.isFlowing = true;
      this.emit('drain');
    }
  }
  const watcher = new Watcher();
  const pass = watcher.watch('it', new Pass());
  pass.write(Buffer.alloc(3));
  pass.write(Buffer.alloc(4));
  pass.read();
  pass.write(Buffer.alloc(5));
  expect(countersOf(watcher)).toMatchObject({
    peakBufferedBytes: 7,
    writesAfterFalse: 1,
    drains: 1,
    bytesIn: 12,
    bytesOut: 12,
  });
});

test('a Minipass that was ended is full until it is empty: there is no drain', () => {
  const LENGTH = Symbol('bufferLength');
  class Pass extends EventEmitter {
    [LENGTH] = 0;
    get bufferLength(): number {
      return this[LENGTH];
    }
    write(chunk: Buffer): boolean {
      this[LENGTH] += chunk.length;
      return false;
    }
    end(): this {
      return this;
    }
    read(): void {
      this[LENGTH] = 0;
    }
  }
  const watcher = new Watcher();
  const pass = watcher.watch('it', new Pass());
  pass.write(Buffer.alloc(3));
  expect(pass.end()).toBe(pass);
  pass.read();
  expect(countersOf(watcher)).not.toHaveProperty('fullForMs');
  expect(countersOf(watcher)).toMatchObject({ drains: 0, bytesIn: 3, bytesOut: 3 });
});

test('sonic-boom is counted by its `_len`, and what it had when it was destroyed is lost', () => {
  const watcher = new Watcher();
  const log = watcher.watch('it', { _len: 0, _hwm: 10, _bufs: [], destroyed: false });
  log._len = 8;
  log._len = 5;
  log.destroyed = true;
  log._len = 0;
  expect(countersOf(watcher)).toMatchObject({ peakBufferedBytes: 8, bytesIn: 8, bytesOut: 3 });
});

test('rows in a streamx or Minipass queue, whose size is not known, are counted as chunks', async () => {
  const watcher = new Watcher();
  const sink = watcher.watch('streamx', new Streamx({ write: (_row, done) => setImmediate(done, null) }));
  const rows = watcher.watch('minipass', new Minipass<object>({ objectMode: true }));
  for (let row = 0; row < 5; row += 1) {
    sink.write({ row });
    rows.write({ row });
  }
  rows.read();
  const { streamx, minipass } = watcher.report().byLabel;
  expect(streamx).toMatchObject({ peakBufferedChunks: 5, unsizedChunks: 5 });
  expect(minipass).toMatchObject({ peakBufferedChunks: 5, unsizedChunks: 5 });
});

test('a streamx stream that has ended no longer counts its highWaterMark', async () => {
  const watcher = new Watcher();
  for (let stream = 0; stream < 3; stream += 1) {
    const sink = watcher.watch('it', new Streamx({ write: (_chunk, done) => done(null) }));
    sink.end(Buffer.alloc(5));
    await once(sink, 'close');
  }
  expect(countersOf(watcher)).toMatchObject({ highWaterMarkBytes: 16 * 1024, bytesIn: 15, bytesOut: 15 });
});
