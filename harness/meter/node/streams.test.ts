/** What a program cannot see of the meter, and what it counts at the seams of Node's streams. */
import { EventEmitter, once } from 'node:events';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { Duplex, PassThrough, Readable, Writable, type WritableOptions } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { StreamCounters } from '../../scenario.ts';
import { Watcher } from '../watch.ts';

const openSlow = (options: WritableOptions = {}): Writable =>
  new Writable({ highWaterMark: 2, write: (_chunk, _encoding, done) => setImmediate(done), ...options });

function countersOf(watcher: Watcher): StreamCounters {
  const { it } = watcher.report().byLabel;
  if (it === undefined) throw new Error('the stream was not counted');
  return it;
}

describe('a watched stream', () => {
  test('has no listeners, no keys and no lengths of functions that others do not have', () => {
    const [watched, other] = [new PassThrough(), new PassThrough()];
    new Watcher().watch('it', watched);
    expect(Reflect.ownKeys(watched)).toEqual(Reflect.ownKeys(other));
    expect(watched.eventNames()).toEqual(other.eventNames());
    expect(watched.write).toBe(other.write);
    expect([watched.write.length, watched.push.length, watched.end.length]).toEqual([3, 2, 3]);
    expect(Writable.prototype.write).toBe(Duplex.prototype.write);
  });

  test('passes on as many arguments as it is given', () => {
    const seen: number[] = [];
    class Own extends Writable {
      override write(...args: unknown[]): boolean {
        seen.push(args.length);
        return super.write(...(args as Parameters<Writable['write']>));
      }
    }
    const stream = new Watcher().watch('it', new Own({ write: () => {} }));
    stream.write('a');
    stream.write('b', 'utf8');
    expect(seen).toEqual([1, 2]);
  });

  test('can be frozen, and can begin to write when somebody listens', () => {
    const watcher = new Watcher();
    const lazy = openSlow();
    lazy.on('newListener', () => lazy.write('hello'));
    watcher.watch('it', lazy);
    watcher.watch('it', Object.freeze(openSlow()));
    expect(countersOf(watcher).bytesIn).toBe(0);
  });

  test('is not changed by a refusal', () => {
    const emitter = new EventEmitter();
    const keys = Reflect.ownKeys(emitter);
    expect(() => new Watcher().watch('it', emitter)).toThrow(
      "watch('it', …) was given an instance of EventEmitter",
    );
    expect(Reflect.ownKeys(emitter)).toEqual(keys);
  });
});

describe("a write in a 'drain' handler that is older than the meter", () => {
  test('is not a write after false if it stays below the highWaterMark', async () => {
    const watcher = new Watcher();
    const sink = openSlow({ highWaterMark: 10 });
    let drains = 0;
    sink.on('drain', () => {
      drains += 1;
      if (drains > 3) return;
      sink.write(Buffer.alloc(3));
      sink.write(Buffer.alloc(2));
    });
    watcher.watch('it', sink).write(Buffer.alloc(12));
    await once(sink, 'drain');
    await wait(5);
    expect(countersOf(watcher).writesAfterFalse).toBe(0);
  });

  test('is one if it is not', async () => {
    const watcher = new Watcher();
    const sink = openSlow({ highWaterMark: 4 });
    let left = 2;
    sink.on('drain', () => {
      left -= 1;
      if (left < 0) return;
      sink.write(Buffer.alloc(4));
      sink.write(Buffer.alloc(4));
    });
    watcher.watch('it', sink).write(Buffer.alloc(4));
    while (left >= 0) await new Promise(setImmediate);
    expect(countersOf(watcher)).toMatchObject({ writesAfterFalse: 2, drains: 3 });
  });

  test('counts although all listeners are removed', async () => {
    const watcher = new Watcher();
    const sink = watcher.watch('it', openSlow());
    sink.removeAllListeners();
    sink.write('abc');
    await once(sink, 'drain');
    expect(countersOf(watcher)).toMatchObject({ drains: 1, writesAfterFalse: 0 });
  });
});

describe('neither in nor out is', () => {
  test('what is refused', () => {
    const watcher = new Watcher();
    const sink = watcher.watch('it', openSlow());
    expect(() => sink.write('abc', 'nope' as BufferEncoding)).toThrow('nope');
    expect(() => sink.end('abc', 'nope' as BufferEncoding)).toThrow('nope');
    const source = watcher.watch('it', new Readable({ read: () => {} }));
    expect(() => source.push('abc', 'nope' as BufferEncoding)).toThrow('nope');
    expect(countersOf(watcher)).toMatchObject({ bytesIn: 0, bytesOut: 0, peakBufferedBytes: 0 });
  });

  test.each([true, false])('out what the sink fails with, with autoDestroy %s', async (autoDestroy) => {
    const watcher = new Watcher();
    const write: WritableOptions['write'] = (_chunk, _encoding, done) =>
      setImmediate(done, new Error('full disk'));
    const sink = openSlow({ autoDestroy, write });
    sink.on('error', () => {});
    sink.write('abc');
    watcher.watch('it', sink);
    await once(sink, 'error');
    expect(countersOf(watcher)).toMatchObject({ bytesIn: 3, bytesOut: 0 });
  });

  test('what is pushed after an error', async () => {
    const watcher = new Watcher();
    const source = watcher.watch('it', new Readable({ autoDestroy: false, read: () => {} }));
    source.on('error', () => {});
    source.destroy(new Error('it'));
    expect(source.push('abcdef')).toBe(false);
    expect(countersOf(watcher)).toMatchObject({ bytesIn: 0, bytesOut: 0, pushesAfterFalse: 0 });
  });
});

test('what the sink of end(chunk) writes counts as well', async () => {
  const watcher = new Watcher();
  let isFirst = true;
  const sink = openSlow({
    write(_chunk, _encoding, done) {
      const isOuter = isFirst;
      isFirst = false;
      if (isOuter) this.write('inner');
      setImmediate(done);
    },
  });
  watcher.watch('it', sink).end('abc');
  await once(sink, 'finish');
  expect(countersOf(watcher)).toMatchObject({ bytesIn: 8, bytesOut: 8 });
});

test('calls that go past the stream are counted', () => {
  const watcher = new Watcher();
  const sink = watcher.watch('it', new Writable({ write: () => {} }));
  Reflect.apply(Writable.prototype.write, sink, ['abcdef']);
  const source = watcher.watch('it', new Readable({ read: () => {} }));
  Reflect.apply(Readable.prototype.push, source, ['abc']);
  expect(countersOf(watcher)).toMatchObject({ bytesIn: 9, peakBufferedBytes: 9 });
});

test('data that never came by push comes in when it is unshifted', () => {
  const watcher = new Watcher();
  const source = watcher.watch('it', new Readable({ read: () => {} }));
  source.unshift(Buffer.alloc(1000));
  source.push(Buffer.alloc(50));
  // From Node 26 on, one read() returns one of them.
  while (source.read() !== null);
  expect(countersOf(watcher)).toMatchObject({ bytesIn: 1050, bytesOut: 1050, peakBufferedBytes: 1050 });
});

test('setEncoding() on a filled buffer changes its units, not its bytes', () => {
  const watcher = new Watcher();
  const source = watcher.watch('it', new Readable({ read: () => {} }));
  source.push(Buffer.alloc(1000));
  source.setEncoding('hex');
  expect(source.readableLength).toBe(2000);
  source.read(500);
  expect(countersOf(watcher)).toMatchObject({ peakBufferedBytes: 1000, bytesIn: 1000, bytesOut: 250 });
});

describe('a Duplex', () => {
  test('that makes four bytes of each delivers what comes out of it', async () => {
    const watcher = new Watcher();
    const stream = Duplex.from(async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) yield Buffer.concat([chunk, chunk, chunk, chunk]);
    });
    watcher.watch('it', stream);
    stream.resume();
    stream.end(Buffer.alloc(5000));
    await once(stream, 'end');
    const { bytesDelivered, byLabel } = watcher.report();
    expect(bytesDelivered).toBe(20_000);
    expect(byLabel.it).toMatchObject({ bytesIn: 5000, bytesOut: 20_000 });
  });
});

test('an HTTP response and its socket buffer the same bytes, once', async () => {
  const watcher = new Watcher();
  const counted = new Promise<void>((resolve) => {
    const server = createServer((_request, response) => {
      watcher.watch('response', response);
      watcher.watch('socket', response.socket as Socket);
      for (let n = 0; n < 16; n += 1) response.write(Buffer.alloc(64 * 1024));
      setImmediate(() => {
        resolve();
        response.destroy();
      });
    }).listen(0, '127.0.0.1', () => {
      get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false }, (response) =>
        response.pause().on('error', () => {}),
      ).on('error', () => {});
    });
    onTestFinished(() => void server.close());
  });
  await counted;
  const { byLabel, peakBufferedBytes } = watcher.report();
  expect(byLabel.response?.writesAfterFalse).toBe(15);
  expect(byLabel.response?.peakBufferedBytes).toBe(peakBufferedBytes);
  expect(byLabel.socket?.peakBufferedBytes).toBeLessThanOrEqual(peakBufferedBytes ?? 0);
  expect(peakBufferedBytes).toBeLessThan(16 * 64 * 1024 + 4096);
});

test('what a socket passes to a function of its own is in and out', async () => {
  const server = createTcpServer((socket) => socket.end(Buffer.alloc(100_000))).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  let received = 0;
  const watcher = new Watcher();
  const onread = {
    buffer: Buffer.alloc(4096),
    callback: (bytes: number) => {
      received += bytes;
      return true;
    },
  };
  const { port } = server.address() as AddressInfo;
  const socket = watcher.watch('it', connect({ port, host: '127.0.0.1', onread }));
  await once(socket, 'close');
  expect(received).toBe(100_000);
  expect(countersOf(watcher)).toMatchObject({ bytesIn: 100_000, bytesOut: 100_000, peakBufferedBytes: 0 });
});

describe('a write() that was replaced', () => {
  test('is counted by the stream that it leads to', () => {
    const watcher = new Watcher();
    const inner = new Writable({ highWaterMark: 4, write: () => {} });
    const outer = openSlow();
    outer.write = (chunk: unknown) => inner.write(chunk);
    watcher.watch('it', outer);
    for (let n = 0; n < 3; n += 1) outer.write('1234');
    expect(countersOf(watcher)).toMatchObject({ writesAfterFalse: 2, peakBufferedBytes: 12, bytesIn: 0 });
    expect(watcher.warnings).toEqual(['write-leads-elsewhere']);
  });

  test('is counted as the original one if it calls that', () => {
    const watcher = new Watcher();
    const sink = openSlow();
    const { write } = sink;
    sink.write = function (...args: unknown[]) {
      return Reflect.apply(write, this, args);
    };
    watcher.watch('it', sink).write('abc');
    expect(countersOf(watcher)).toMatchObject({ bytesIn: 3, writesAfterFalse: 0 });
    expect(watcher.warnings).toEqual([]);
  });
});

test('an object is counted by its own function', () => {
  const watcher = new Watcher();
  const queue = { bytes: 7 };
  watcher.watch('it', queue, { buffered: () => queue.bytes });
  queue.bytes = 100;
  expect(watcher.bufferedBytes).toBe(100);
  queue.bytes = 10;
  expect(countersOf(watcher)).toMatchObject({ peakBufferedBytes: 100, bytesIn: 100, bytesOut: 90 });
});
