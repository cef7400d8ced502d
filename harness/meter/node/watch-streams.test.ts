import { once } from 'node:events';
import { createServer, get, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import {
  Duplex,
  getDefaultHighWaterMark,
  PassThrough,
  Readable,
  type ReadableOptions,
  Transform,
  Writable,
  type WritableOptions,
} from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KiB, MiB, type StreamCounters } from '../../scenario.ts';
import { Watcher } from '../watch.ts';

const CHUNK = Buffer.alloc(16 * KiB, 1);

describe('a Writable', () => {
  test('buffers every byte that was written before its sink called back', async () => {
    const { stream, counters } = watchOne(openSink({ highWaterMark: 64 * KiB }));
    for (let n = 0; n < 10; n += 1) stream.write(CHUNK);
    stream.end();
    await finished(stream);
    expect(counters()).toEqual({
      peakBufferedBytes: 10 * CHUNK.length,
      highWaterMarkBytes: 64 * KiB,
      // The fourth write fills it and is the first to return false; the six after it should not have been.
      writesAfterFalse: 6,
      pushesAfterFalse: 0,
      // It was ended before it was empty, and then there is no 'drain'.
      drains: 0,
      backpressureMs: expect.any(Number),
      bytesIn: 10 * CHUNK.length,
      bytesOut: 10 * CHUNK.length,
    });
  });

  test('whose producer waits for drain never buffers more than the highWaterMark', async () => {
    const { stream, counters } = watchOne(openSink({ highWaterMark: 64 * KiB }));
    for (let n = 0; n < 16; n += 1) if (!stream.write(CHUNK)) await once(stream, 'drain');
    expect(counters()).toMatchObject({
      peakBufferedBytes: 64 * KiB,
      writesAfterFalse: 0,
      // Every fourth of 16 writes returns false.
      drains: 4,
      bytesIn: 16 * CHUNK.length,
      bytesOut: 16 * CHUNK.length,
    });
  });

  test('counts writes after false anew after each drain', async () => {
    const { stream, counters } = watchOne(openSink({ highWaterMark: 1 }));
    for (const writes of [3, 1, 2]) {
      for (let n = 0; n < writes; n += 1) stream.write('x');
      await once(stream, 'drain');
    }
    expect(counters()).toMatchObject({ writesAfterFalse: 2 + 0 + 1, drains: 3 });
  });

  test('that is full counts a write after false until drain, even if the write returns true', () => {
    const { sink, take } = openBlockedSink({ highWaterMark: 10 });
    const { stream, counters } = watchOne(sink);
    const accepted = [stream.write('12345678'), stream.write('90')];
    take();
    // Two bytes are left, so that there is room, but 'drain' comes only when there is nothing left.
    accepted.push(stream.write('x'));
    expect(accepted).toEqual([true, false, true]);
    expect(counters()).toMatchObject({ writesAfterFalse: 1, drains: 0, peakBufferedBytes: 10 });
  });

  test('counts what the sink has taken as out, and nothing else', () => {
    const { sink, take } = openBlockedSink();
    const { stream, counters } = watchOne(sink);
    for (const text of ['1', '22', '333']) stream.write(text);
    take();
    take();
    expect(counters()).toMatchObject({ peakBufferedBytes: 6, bytesIn: 6, bytesOut: 3 });
  });

  test('whose sink calls back immediately never buffers anything', () => {
    const sink = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, callback) => callback() });
    const { stream, counters } = watchOne(sink);
    const accepted = [stream.write(CHUNK), stream.write(CHUNK)];
    expect(accepted).toEqual([true, true]);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 0,
      writesAfterFalse: 0,
      drains: 0,
      backpressureMs: 0,
      bytesIn: 2 * CHUNK.length,
      bytesOut: 2 * CHUNK.length,
    });
  });

  test.each<[string, (stream: Writable, done: () => void) => void, number]>([
    ['end()', (stream) => stream.end(), 5],
    ['end(chunk)', (stream) => stream.end('abc'), 5 + 3],
    ['end(callback)', (stream, done) => stream.end(done), 5],
    ['end(chunk, callback)', (stream, done) => stream.end('abc', done), 5 + 3],
    ['end(chunk, encoding)', (stream) => stream.end('abcd', 'hex'), 5 + 2],
    ['end(chunk, encoding, callback)', (stream, done) => stream.end('abcd', 'hex', done), 5 + 2],
    ['end(null)', (stream) => stream.end(null), 5],
  ])('counts the chunk of %s once, and calls back', async (name, end, totalBytes) => {
    const { stream, counters } = watchOne(openSink());
    stream.write('12345');
    let calledBack = 0;
    end(stream, () => {
      calledBack += 1;
    });
    await finished(stream);
    expect(calledBack).toBe(name.includes('callback') ? 1 : 0);
    expect(counters()).toMatchObject({
      peakBufferedBytes: totalBytes,
      bytesIn: totalBytes,
      bytesOut: totalBytes,
    });
  });

  test('counts a chunk that ends a full stream as a write after false', () => {
    const { stream, counters } = watchOne(openBlockedSink({ highWaterMark: 4 }).sink);
    stream.write('1234');
    stream.end('5');
    expect(counters()).toMatchObject({ writesAfterFalse: 1, peakBufferedBytes: 5 });
  });

  test('passes callbacks and encodings on', async () => {
    const seen: string[] = [];
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, callback) => {
        seen.push(chunk.toString());
        callback();
      },
    });
    const { stream } = watchOne(sink);
    await new Promise((resolve) => stream.write('6869', 'hex', resolve));
    await new Promise((resolve) => stream.write('!', resolve));
    await new Promise<void>((resolve) => stream.end('eQ==', 'base64', resolve));
    expect(seen).toEqual(['hi', '!', 'y']);
  });

  test.each<[string, BufferEncoding, number]>([
    ['plain', 'utf8', 5],
    // Two, three and four bytes each.
    ['é', 'utf8', 2],
    ['€', 'utf8', 3],
    ['💧', 'utf8', 4],
    ['é', 'latin1', 1],
    ['é', 'utf16le', 2],
    ['00ff10', 'hex', 3],
    ['aGVsbG8=', 'base64', 5],
    ['aGVsbG8', 'base64url', 5],
  ])('counts the string %j in %s by the bytes that it becomes', (text, encoding, bytes) => {
    const { stream, counters } = watchOne(openBlockedSink().sink);
    stream.write(text, encoding);
    expect(stream.writableLength).toBe(bytes);
    expect(counters()).toMatchObject({ peakBufferedBytes: bytes, bytesIn: bytes, bytesOut: 0 });
  });

  test('counts a string without an encoding in the default encoding of the stream', () => {
    const { stream, counters } = watchOne(openBlockedSink({ defaultEncoding: 'hex' }).sink);
    stream.write('00ff');
    stream.setDefaultEncoding('latin1');
    stream.write('é');
    stream.write('é', 'utf8');
    expect(stream.writableLength).toBe(2 + 1 + 2);
    expect(counters()).toMatchObject({ peakBufferedBytes: 5, bytesIn: 5 });
  });

  test('that does not decode strings counts them in bytes, though its length is in code units', () => {
    const { sink, take } = openBlockedSink({ decodeStrings: false });
    const { stream, counters } = watchOne(sink);
    stream.write('é€');
    take();
    expect(counters()).toMatchObject({ peakBufferedBytes: 5, bytesIn: 5, bytesOut: 5 });
  });

  test('that is corked buffers what is written until it is uncorked', async () => {
    const { stream, counters } = watchOne(openSink());
    stream.cork();
    for (let n = 0; n < 3; n += 1) stream.write(CHUNK);
    expect(stream.writableLength).toBe(3 * CHUNK.length);
    stream.uncork();
    stream.end();
    await finished(stream);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 3 * CHUNK.length,
      bytesIn: 3 * CHUNK.length,
      bytesOut: 3 * CHUNK.length,
    });
  });

  test('that takes many chunks at once buffers them until it calls back', async () => {
    const taken: number[] = [];
    const sink = new Writable({
      writev: (chunks, callback) => {
        taken.push(chunks.length);
        setImmediate(callback);
      },
    });
    const { stream, counters } = watchOne(sink);
    for (let n = 0; n < 5; n += 1) stream.write('ab');
    stream.end();
    await finished(stream);
    expect(taken).toEqual([1, 4]);
    expect(counters()).toMatchObject({ peakBufferedBytes: 10, bytesIn: 10, bytesOut: 10 });
  });

  test('in object mode counts chunks, and the bytes of those that have some', () => {
    const { sink, take } = openBlockedSink({ objectMode: true, highWaterMark: 2 });
    const { stream, counters } = watchOne(sink);
    // 2 bytes of UTF-8, 100 bytes, the 6 of its string, 8 bytes, unknown.
    for (const chunk of ['é', Buffer.alloc(100), { some: 'object' }, new ArrayBuffer(8), 7])
      stream.write(chunk);
    take();
    expect(counters()).toEqual({
      peakBufferedBytes: 116,
      peakBufferedChunks: 5,
      unsizedChunks: 1,
      writesAfterFalse: 3,
      pushesAfterFalse: 0,
      drains: 0,
      backpressureMs: expect.any(Number),
      fullForMs: expect.any(Number),
      bytesIn: 116,
      bytesOut: 2,
    });
  });

  test('in object mode knows which chunks have left', () => {
    const { sink, take } = openBlockedSink({ objectMode: true });
    const { stream, counters } = watchOne(sink);
    for (let n = 1; n <= 4; n += 1) stream.write(Buffer.alloc(10 ** n));
    take();
    take();
    stream.write(Buffer.alloc(1));
    take();
    expect(counters()).toMatchObject({ peakBufferedBytes: 11_110, bytesIn: 11_111, bytesOut: 1110 });
  });

  test('does not count rejected writes', async () => {
    const { stream, counters } = watchOne(openBlockedSink({ objectMode: true, highWaterMark: 1 }).sink);
    const errors: unknown[] = [];
    const closed = new Promise((resolve) => stream.on('close', resolve));
    stream.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code));
    stream.write('wait');
    expect(() => stream.write(null)).toThrow('null');
    stream.end();
    stream.write('too late');
    stream.end('too late');
    await closed;
    stream.write('much too late');
    expect(errors).toEqual(['ERR_STREAM_WRITE_AFTER_END']);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 4,
      peakBufferedChunks: 1,
      writesAfterFalse: 0,
      bytesIn: 4,
      bytesOut: 0,
    });
  });

  test('that is watched while it is full counts on from there', async () => {
    const sink = openSink({ highWaterMark: 3 });
    sink.write('123');
    const { stream, counters } = watchOne(sink);
    stream.write('4');
    await once(stream, 'drain');
    expect(counters()).toMatchObject({
      peakBufferedBytes: 4,
      writesAfterFalse: 1,
      drains: 1,
      bytesIn: 4,
      bytesOut: 4,
    });
    expect(counters().backpressureMs).toBeGreaterThan(0);
  });

  test('that is watched between its last acknowledgement and drain counts that drain', async () => {
    // It is emitted in the next tick.
    const sink = new Writable({ highWaterMark: 2, write: (_chunk, _encoding, callback) => callback() });
    sink.cork();
    expect(sink.write('12')).toBe(false);
    sink.uncork();
    expect(sink.writableLength).toBe(0);
    const { stream, counters } = watchOne(sink);
    await once(stream, 'drain');
    expect(counters()).toMatchObject({ writesAfterFalse: 0, drains: 1, bytesIn: 0, bytesOut: 0 });
  });

  test('of objects that is watched late counts those that wait, and says that the one on its way has no size', async () => {
    const sink = openSink({ objectMode: true });
    for (const text of ['1', '22', '333']) sink.write(text);
    const { stream, counters } = watchOne(sink);
    await once(stream.end(), 'finish');
    expect(counters()).toMatchObject({
      peakBufferedBytes: 5,
      peakBufferedChunks: 3,
      unsizedChunks: 1,
      bytesIn: 5,
      bytesOut: 5,
    });
  });

  test('whose sink failed before it is watched delivers nothing more', async () => {
    let isFirst = true;
    const sink = new Writable({
      autoDestroy: false,
      write: (_chunk, _encoding, callback) => {
        callback(isFirst ? new Error('first') : null);
        isFirst = false;
      },
    });
    sink.write('1');
    await once(sink, 'error');
    const { stream, counters } = watchOne(sink);
    stream.cork();
    stream.write('22');
    // Node passes it to the sink nevertheless.
    stream.uncork();
    expect(counters()).toMatchObject({ bytesIn: 2, bytesOut: 0 });
  });

  test('of objects that is watched late delivers chunks of one byte each', async () => {
    const sink = openSink({ objectMode: true });
    sink.cork();
    for (const text of ['1', '2']) sink.write(text);
    const { stream, counters } = watchOne(sink);
    await once(stream.end(), 'finish');
    expect(counters()).toMatchObject({ peakBufferedBytes: 2, bytesIn: 2, bytesOut: 2 });
  });

  test('whose drain comes although an empty chunk was written before it counts that drain', async () => {
    const sink = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, callback) => callback() });
    const { stream, counters } = watchOne(sink);
    stream.cork();
    stream.write('1');
    stream.uncork();
    stream.write('');
    await once(stream, 'drain');
    expect(counters()).toMatchObject({ writesAfterFalse: 1, drains: 1 });
  });

  test.each([true, false])(
    'whose sink fails on an empty chunk delivers nothing after it (autoDestroy: %s)',
    async (autoDestroy) => {
      const sink = new Writable({
        autoDestroy,
        write: (chunk, _encoding, callback) => callback(chunk.length === 0 ? new Error('empty') : null),
      });
      const { stream, counters } = watchOne(sink);
      const failed = once(stream, 'error');
      stream.cork();
      for (const text of ['1', '', '333']) stream.write(text);
      stream.uncork();
      await failed;
      expect(counters()).toMatchObject({ bytesIn: 4, bytesOut: 1 });
    },
  );

  test('that is destroyed midway does not deliver what it had buffered', async () => {
    const { sink, take } = openBlockedSink();
    const { stream, counters } = watchOne(sink);
    for (const text of ['1', '22', '333', '4444']) stream.write(text);
    take();
    take();
    stream.destroy();
    await once(stream, 'close');
    take();
    expect(counters()).toMatchObject({ peakBufferedBytes: 10, bytesIn: 10, bytesOut: 3 });
  });

  test('that is watched by its own sink counts the chunk that this has, and those behind it', async () => {
    const watcher = new Watcher();
    const stream: Writable = new Writable({
      write(chunk, _encoding, done) {
        if (chunk.length === 2) watcher.watch('it', stream);
        done();
      },
    });
    stream.cork();
    for (const chunk of ['1', '22', '333']) stream.write(chunk);
    stream.uncork();
    await once(stream.end(), 'finish');
    expect(watcher.report().byLabel.it).toMatchObject({ peakBufferedBytes: 5, bytesIn: 5, bytesOut: 5 });
  });

  test.each(['at once', 'later'])('whose sink fails %s delivers only what was taken before', async (when) => {
    let taken = 0;
    const sink = new Writable({
      write: (_chunk, _encoding, callback) => {
        taken += 1;
        const error = taken === 3 ? new Error('full disk') : null;
        if (when === 'at once') callback(error);
        else setImmediate(() => callback(error));
      },
    });
    const { stream, counters } = watchOne(sink);
    stream.cork();
    for (const text of ['1', '22', '333', '4444']) stream.write(text);
    stream.uncork();
    await expect(finished(stream)).rejects.toThrow('full disk');
    expect(counters()).toMatchObject({ peakBufferedBytes: 10, bytesIn: 10, bytesOut: 3 });
  });

  test('whose sink has failed does not buffer what it takes before end() returns', async () => {
    let taken = 0;
    const sink = new Writable({
      write: (_chunk, _encoding, callback) => {
        taken += 1;
        callback(taken === 1 ? new Error('full disk') : null);
      },
    });
    const { stream, counters } = watchOne(sink);
    stream.cork();
    stream.write('1');
    stream.write('2');
    // Node uncorks the stream, and passes all three to the sink.
    stream.end('333');
    expect(taken).toBe(3);
    await expect(finished(stream)).rejects.toThrow('full disk');
    expect(counters()).toMatchObject({ peakBufferedBytes: 2, bytesIn: 5, bytesOut: 0 });
  });
});

describe('the time that a Writable was full', () => {
  test('is 0 if it never was', async () => {
    const { stream, counters } = watchOne(openSink({ highWaterMark: 64 * KiB }));
    stream.write(CHUNK);
    stream.end(CHUNK);
    await finished(stream);
    expect(counters().backpressureMs).toBe(0);
  });

  test('is that between the first write that returned false and drain', async () => {
    const { sink, take } = openBlockedSink({ highWaterMark: 1 });
    const { stream, counters } = watchOne(sink);
    const before = performance.now();
    stream.write('1');
    spin(10);
    stream.write('2');
    spin(10);
    take();
    take();
    const after = performance.now();
    spin(10);
    const { backpressureMs, drains } = counters();
    expect(drains).toBe(1);
    expect(backpressureMs).toBeGreaterThanOrEqual(20);
    expect(backpressureMs).toBeLessThanOrEqual(after - before);
  });

  test('lasts until the end of a run that ends while it is full', () => {
    const { stream, counters } = watchOne(openBlockedSink({ highWaterMark: 1 }).sink);
    stream.write('1');
    spin(10);
    expect(counters()).toMatchObject({ drains: 0 });
    expect(counters().backpressureMs).toBeGreaterThanOrEqual(10);
  });

  test.each<[string, (stream: Writable) => void]>([
    ['finish', (stream) => stream.end()],
    ['destroy', (stream) => stream.destroy()],
  ])('ends with %s, after which no drain comes', async (_name, close) => {
    const before = performance.now();
    const { stream, counters } = watchOne(openSink({ highWaterMark: 1 }));
    stream.write('1');
    close(stream);
    await once(stream, 'close');
    const after = performance.now();
    spin(10);
    const { backpressureMs, drains } = counters();
    expect(drains).toBe(0);
    expect(backpressureMs).toBeGreaterThan(0);
    expect(backpressureMs).toBeLessThanOrEqual(after - before);
  });
});

describe('a Readable', () => {
  test('counts each push after one that returned false', () => {
    const { stream, counters } = watchOne(openSource({ highWaterMark: 10 }));
    const wanted = [1, 2, 3, 4, 5].map(() => stream.push('1234'));
    expect(wanted).toEqual([true, true, false, false, false]);
    expect(counters()).toEqual({
      peakBufferedBytes: 20,
      highWaterMarkBytes: 10,
      writesAfterFalse: 0,
      pushesAfterFalse: 2,
      drains: 0,
      backpressureMs: 0,
      fullForMs: expect.any(Number),
      bytesIn: 20,
      bytesOut: 0,
    });
  });

  test('that pushes one chunk per read(), and asynchronously, respects the return value of push()', async () => {
    let left = 20;
    const source = new Readable({
      highWaterMark: CHUNK.length,
      read() {
        // Every push() here returns false: the highWaterMark is one chunk. The stream calls read() when it wants another.
        setImmediate(() => {
          left -= 1;
          this.push(left >= 0 ? CHUNK : null);
        });
      },
    });
    const { stream, counters } = watchOne(source);
    let bytes = 0;
    for await (const chunk of stream) bytes += chunk.length;
    expect(bytes).toBe(20 * CHUNK.length);
    expect(counters()).toMatchObject({ pushesAfterFalse: 0, bytesIn: bytes, bytesOut: bytes });
    expect(counters().peakBufferedBytes).toBeLessThanOrEqual(2 * CHUNK.length);
  });

  test('that pushes while push() returns true, and synchronously, respects its return value', async () => {
    let left = 20;
    const source = new Readable({
      highWaterMark: 4 * CHUNK.length,
      read() {
        let wantsMore = true;
        while (wantsMore && left > 0) {
          left -= 1;
          wantsMore = this.push(CHUNK);
        }
        if (wantsMore) this.push(null);
      },
    });
    const { stream, counters } = watchOne(source);
    expect((await buffer(stream)).length).toBe(20 * CHUNK.length);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 4 * CHUNK.length,
      pushesAfterFalse: 0,
      bytesIn: 20 * CHUNK.length,
      bytesOut: 20 * CHUNK.length,
    });
  });

  test('that continues after false within one read() counts all pushes but the first', async () => {
    let calls = 0;
    const source = new Readable({
      highWaterMark: 1,
      read() {
        calls += 1;
        if (calls > 2) this.push(null);
        else for (let n = 0; n < 4; n += 1) this.push('x');
      },
    });
    const { stream, counters } = watchOne(source);
    expect((await buffer(stream)).toString()).toBe('xxxxxxxx');
    expect(counters()).toMatchObject({ pushesAfterFalse: 3 + 3, bytesIn: 8, bytesOut: 8 });
  });

  test('that flows delivers a chunk without buffering it', async () => {
    const { stream, counters } = watchOne(openSource());
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    await new Promise(setImmediate);
    for (let n = 0; n < 5; n += 1) stream.push(CHUNK);
    expect(bytes).toBe(5 * CHUNK.length);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 0,
      pushesAfterFalse: 0,
      bytesIn: bytes,
      bytesOut: bytes,
    });
  });

  test('counts what was read of it as out', () => {
    const { stream, counters } = watchOne(openSource());
    stream.push('12345678');
    expect(String(stream.read(3))).toBe('123');
    expect(counters()).toMatchObject({ peakBufferedBytes: 8, bytesIn: 8, bytesOut: 3 });
  });

  test('of objects counts chunks, and the bytes of those that have some', async () => {
    const { stream, counters } = watchOne(openSource({ objectMode: true, highWaterMark: 2 }));
    for (const chunk of ['é', Buffer.alloc(100), { some: 'object' }, undefined, 'abc']) stream.push(chunk);
    expect(stream.read()).toBe('é');
    expect(counters()).toEqual({
      peakBufferedBytes: 111,
      peakBufferedChunks: 5,
      unsizedChunks: 1,
      writesAfterFalse: 0,
      pushesAfterFalse: 3,
      drains: 0,
      backpressureMs: 0,
      fullForMs: expect.any(Number),
      bytesIn: 111,
      bytesOut: 2,
    });
  });

  test('made from an iterable buffers no more chunks than its highWaterMark', async () => {
    const { stream, counters } = watchOne(Readable.from(['a', 'bb', 'ccc'], { highWaterMark: 1 }));
    const seen = await stream.toArray();
    expect(seen).toEqual(['a', 'bb', 'ccc']);
    expect(counters()).toMatchObject({ pushesAfterFalse: 0, bytesIn: 6, bytesOut: 6 });
    expect(counters().peakBufferedChunks).toBeLessThanOrEqual(1);
  });

  test.each<[string, BufferEncoding | undefined, number]>([
    ['é', undefined, 2],
    ['é', 'latin1', 1],
    ['00ff10', 'hex', 3],
    ['aGVsbG8=', 'base64', 5],
  ])('counts the string %j pushed as %s by the bytes that it becomes', (text, encoding, bytes) => {
    const { stream, counters } = watchOne(openSource());
    stream.push(text, encoding);
    expect(stream.readableLength).toBe(bytes);
    expect(counters()).toMatchObject({ peakBufferedBytes: bytes, bytesIn: bytes });
  });

  test('counts a string without an encoding in its default encoding', () => {
    const { stream, counters } = watchOne(openSource({ defaultEncoding: 'hex' }));
    stream.push('00ff');
    expect(stream.readableLength).toBe(2);
    expect(counters()).toMatchObject({ bytesIn: 2, peakBufferedBytes: 2 });
  });

  test('that decodes counts what it has buffered in bytes, though its length is in code units', () => {
    const { stream, counters } = watchOne(openSource());
    stream.setEncoding('utf8');
    stream.push(Buffer.from('é€'));
    stream.push('é€');
    expect(stream.read()).toBe('é€é€');
    expect(counters()).toMatchObject({ peakBufferedBytes: 5 + 5, bytesIn: 5 + 5, bytesOut: 5 + 5 });
  });

  test('counts what is unshifted as buffered again, and not as new', () => {
    const bytes = watchOne(openSource());
    bytes.stream.push('12345678');
    bytes.stream.read();
    bytes.stream.unshift('678');
    expect(bytes.counters()).toMatchObject({ peakBufferedBytes: 8, bytesIn: 8, bytesOut: 5 });

    const objects = watchOne(openSource({ objectMode: true }));
    for (const chunk of ['1', '22', '333']) objects.stream.push(chunk);
    objects.stream.read();
    objects.stream.read();
    objects.stream.unshift('22');
    objects.stream.unshift('1');
    objects.stream.push('4444');
    objects.stream.read();
    expect(objects.counters()).toMatchObject({ peakBufferedBytes: 10, bytesIn: 10, bytesOut: 1 });
  });

  test('that is watched late counts what it has buffered as bytes in', () => {
    const source = openSource();
    source.push('12345');
    const { stream, counters } = watchOne(source);
    stream.push('678');
    expect(String(stream.read(8))).toBe('12345678');
    expect(counters()).toMatchObject({ peakBufferedBytes: 8, bytesIn: 8, bytesOut: 8 });
  });

  test('that is destroyed midway delivers only what was read, and takes nothing more', async () => {
    const { stream, counters } = watchOne(openSource({ objectMode: true, highWaterMark: 1 }));
    for (const chunk of ['1', '22', '333']) stream.push(chunk);
    stream.read();
    stream.destroy();
    stream.push('4444');
    await once(stream, 'close');
    stream.push('55555');
    expect(counters()).toMatchObject({
      peakBufferedBytes: 6,
      pushesAfterFalse: 2,
      bytesIn: 6,
      bytesOut: 1,
    });
  });

  test('left by break midway delivers what was seen', async () => {
    const { stream, counters } = watchOne(Readable.from(['1', '22', '333'], { highWaterMark: 1 }));
    for await (const chunk of stream) if (chunk === '22') break;
    expect(stream.destroyed).toBe(true);
    expect(counters().bytesOut).toBe(3);
  });
});

describe('a Transform', () => {
  test('counts what was written as in and what it delivers as out', async () => {
    const doubling = new Transform({
      transform(chunk, _encoding, callback) {
        this.push(chunk);
        callback(null, chunk);
      },
      highWaterMark: 64 * KiB,
    });
    const { stream, counters } = watchOne(doubling);
    stream.write(CHUNK);
    stream.end(CHUNK);
    expect((await buffer(stream)).length).toBe(4 * CHUNK.length);
    expect(counters()).toMatchObject({
      highWaterMarkBytes: 2 * 64 * KiB,
      writesAfterFalse: 0,
      pushesAfterFalse: 0,
      bytesIn: 2 * CHUNK.length,
      bytesOut: 4 * CHUNK.length,
    });
  });

  test('that is not read buffers a chunk once, though both sides have it', () => {
    const { stream, counters } = watchOne(new PassThrough({ highWaterMark: 4 }));
    for (const text of ['123', '456', '7']) stream.write(text);
    // The second fills the readable side. Its callback, and so the chunk, waits until that has been read.
    expect([stream.writableLength, stream.readableLength]).toEqual([3 + 1, 3 + 3]);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 7,
      writesAfterFalse: 0,
      pushesAfterFalse: 0,
      bytesIn: 7,
      bytesOut: 0,
    });
  });

  test('counts pushes that continue after false', async () => {
    const exploding = new Transform({
      readableHighWaterMark: 1,
      transform(_chunk, _encoding, callback) {
        for (let n = 0; n < 5; n += 1) this.push('x');
        callback();
      },
    });
    const { stream, counters } = watchOne(exploding);
    stream.write('1');
    // What was written stays buffered, too, until its output has been read.
    expect(counters()).toMatchObject({ pushesAfterFalse: 4, peakBufferedBytes: 5 + 1, bytesIn: 1 });
  });

  test('with objects on one side counts chunks there, and bytes on both', async () => {
    const lines = new Transform({
      readableObjectMode: true,
      transform(chunk: Buffer, _encoding, callback) {
        for (const line of chunk.toString().split('\n')) this.push({ line });
        callback();
      },
    });
    const { stream, counters } = watchOne(lines);
    stream.end('a\nb\nc');
    expect(stream.readableLength).toBe(3);
    expect(counters()).toMatchObject({
      peakBufferedChunks: 3,
      // What was written, and the three strings that were made of it before its callback.
      peakBufferedBytes: 5 + 3,
      bytesIn: 5,
      bytesOut: 0,
    });
    expect(counters()).not.toHaveProperty('highWaterMarkBytes');
  });

  test('that compresses counts the compressed bytes as out', async () => {
    const { stream, counters } = watchOne(createGzip());
    const compressed = buffer(stream);
    for (let n = 0; n < 64; n += 1) if (!stream.write(CHUNK)) await once(stream, 'drain');
    stream.end();
    const { length } = await compressed;
    expect(length).toBeLessThan(64 * KiB);
    expect(counters()).toMatchObject({ writesAfterFalse: 0, bytesIn: 64 * CHUNK.length, bytesOut: length });
  });

  test('that expands waits to be read, and never pushes after false', async () => {
    const gzip = createGzip();
    const compressed = buffer(gzip);
    for (let n = 0; n < 64; n += 1) gzip.write(CHUNK);
    gzip.end();
    const { stream, counters } = watchOne(createGunzip({ chunkSize: 16 * KiB }));
    const input = await compressed;
    stream.end(input);
    const sink = openSink({ highWaterMark: 1 });
    await pipeline(stream, sink);
    expect(counters()).toMatchObject({
      pushesAfterFalse: 0,
      bytesIn: input.length,
      bytesOut: 64 * CHUNK.length,
    });
  });

  test('that is destroyed midway delivers only what was read of it', async () => {
    const { stream, counters } = watchOne(new PassThrough({ highWaterMark: 4 }));
    for (const text of ['1234', '5678', '9']) stream.write(text);
    expect(String(stream.read(3))).toBe('123');
    stream.destroy();
    await once(stream, 'close');
    expect(counters()).toMatchObject({ bytesIn: 9, bytesOut: 3 });
  });
});

describe('a Duplex', () => {
  test('that is not a Transform counts both directions', async () => {
    const { stream, counters } = watchOne(
      new Duplex({ read: () => {}, write: (_chunk, _encoding, callback) => setImmediate(callback) }),
    );
    stream.push('wait');
    stream.end('12345678');
    await once(stream, 'finish');
    expect(counters()).toMatchObject({ peakBufferedBytes: 4 + 8, bytesIn: 4 + 8, bytesOut: 8 });
  });

  test('that is a TCP connection counts what was written to it', async () => {
    const port = await listen(createTcpServer((socket) => socket.resume()));
    const { stream, counters } = watchOne(connect(port, '127.0.0.1'));
    for (let n = 0; n < 64; n += 1) if (!stream.write(CHUNK)) await once(stream, 'drain');
    stream.write('é', 'latin1');
    stream.end('end');
    await once(stream, 'close');
    expect(counters()).toMatchObject({
      writesAfterFalse: 0,
      pushesAfterFalse: 0,
      bytesIn: 64 * CHUNK.length + 1 + 3,
      bytesOut: 64 * CHUNK.length + 1 + 3,
    });
  });

  test('that is the receiving end of a TCP connection counts what waits to be read', async () => {
    const accepted = makeDeferred<Socket>();
    const port = await listen(createTcpServer(accepted.resolve));
    const client = connect(port, '127.0.0.1');
    const { stream, counters } = watchOne(await accepted.promise);
    const received = buffer(stream);
    client.end(Buffer.alloc(4 * MiB, 1));
    expect((await received).length).toBe(4 * MiB);
    // Nothing was written to it: it counts what it received, with the highWaterMark of its readable side.
    expect(counters()).toMatchObject({ pushesAfterFalse: 0, bytesIn: 4 * MiB, bytesOut: 4 * MiB });
    expect(counters().highWaterMarkBytes).toBe(getDefaultHighWaterMark(false));
    expect(counters().peakBufferedBytes).toBeGreaterThan(0);
  });

  test('whose class has a destroy() of its own buffers nothing once it is destroyed', () => {
    // As that of duplexify.
    class Own extends Duplex {
      override destroy(): this {
        this.destroyed = true;
        return this;
      }
    }
    const watcher = new Watcher();
    const stream = watcher.watch('it', new Own({ read: () => {}, write: () => {} }));
    stream.push('123');
    stream.write('12');
    expect(watcher.bufferedBytes).toBe(5);
    stream.destroy();
    expect(watcher.bufferedBytes).toBe(0);
    const { name, length } = Own.prototype.destroy;
    expect([name, length]).toEqual(['destroy', 0]);
    expect(watcher.report().byLabel.it).toMatchObject({ peakBufferedBytes: 5, bytesIn: 5, bytesOut: 0 });
  });

  test('that was destroyed before it is watched buffers nothing, and its highWaterMark is not open', () => {
    const open = () => new Duplex({ highWaterMark: 4, read: () => {}, write: () => {} });
    const watcher = new Watcher();
    for (let made = 0; made < 3; made += 1) {
      const stream = open();
      stream.push('123');
      stream.write('12');
      stream.destroy();
      watcher.watch('it', stream);
      expect(watcher.bufferedBytes).toBe(0);
    }
    const { highWaterMarkBytes, ...counters } = watcher.report().byLabel.it ?? {};
    expect(highWaterMarkBytes).toBeUndefined();
    expect(counters).toMatchObject({ peakBufferedBytes: 0, bytesIn: 0, bytesOut: 0 });
  });
});

describe('an HTTP message', () => {
  test('counts the chunk of end(chunk) once', async () => {
    const { counters, received } = await respond(async (_request, response) => {
      response.write('é');
      response.write('00ff', 'hex');
      response.write(CHUNK);
      response.end('end');
      await once(response, 'close');
    });
    const bytes = 2 + 2 + CHUNK.length + 3;
    expect(received).toBe(bytes);
    expect(counters).toMatchObject({ bytesIn: bytes, bytesOut: bytes });
    expect(counters.peakBufferedBytes).toBeGreaterThanOrEqual(bytes);
  });

  test.each<[string, (response: ServerResponse, done: () => void) => void, number]>([
    ['end(callback)', (response, done) => response.end(done), 0],
    ['end(chunk, callback)', (response, done) => response.end('abc', done), 3],
  ])('passes the callback of %s on', async (_name, end, bytes) => {
    let calledBack = 0;
    const { counters, received } = await respond(async (_request, response) => {
      end(response, () => {
        calledBack += 1;
      });
      await once(response, 'close');
    });
    expect({ received, calledBack }).toEqual({ received: bytes, calledBack: 1 });
    expect(counters).toMatchObject({ bytesIn: bytes, bytesOut: bytes });
  });

  test('whose producer ignores drain counts each write after false', async () => {
    const { counters, received } = await respond(async (_request, response) => {
      const accepted = Array.from({ length: 16 }, () => response.write(Buffer.alloc(MiB)));
      expect(accepted).toEqual(Array.from({ length: 16 }, () => false));
      await once(response, 'drain');
      response.end();
      await once(response, 'close');
    });
    expect(received).toBe(16 * MiB);
    expect(counters).toMatchObject({
      writesAfterFalse: 15,
      drains: 1,
      bytesIn: 16 * MiB,
      bytesOut: 16 * MiB,
    });
    expect(counters.backpressureMs).toBeGreaterThan(0);
    // A length includes headers and the frames of chunks: some dozens of bytes for each write.
    expect(counters.peakBufferedBytes).toBeGreaterThanOrEqual(16 * MiB);
    expect(counters.peakBufferedBytes).toBeLessThan(16 * MiB + 4 * KiB);
  });

  test('whose producer waits for drain buffers one write', async () => {
    const { counters } = await respond(async (_request, response) => {
      for (let n = 0; n < 16; n += 1) if (!response.write(Buffer.alloc(MiB))) await once(response, 'drain');
      response.end();
      await once(response, 'close');
    });
    expect(counters).toMatchObject({ writesAfterFalse: 0, drains: 16, bytesOut: 16 * MiB });
    expect(counters.peakBufferedBytes).toBeLessThan(MiB + 4 * KiB);
  });

  test.each(['response.destroy()', 'a lost connection', 'a lost connection after end()'])(
    'does not deliver what it had buffered when it ends by %s',
    async (how) => {
      const { counters } = await respond(async (request, response) => {
        for (let n = 0; n < 16; n += 1) response.write(Buffer.alloc(MiB));
        if (how.includes('end')) response.end();
        const closed = once(response, 'close');
        if (how.includes('destroy')) response.destroy();
        else request.socket.destroy();
        await closed;
      });
      // libuv has all of it in one request that has not come back: as far as Node knows, nothing is out.
      expect(counters).toMatchObject({ bytesIn: 16 * MiB, bytesOut: 0 });
    },
  );

  test('that comes in counts its body', async () => {
    const counted = makeDeferred<StreamCounters>();
    const server = createServer((incoming, response) => {
      const { stream, counters } = watchOne(incoming);
      stream.resume().on('end', () => {
        counted.resolve(counters());
        response.end();
      });
    });
    const port = await listen(server);
    const outgoing = watchOne(request({ port, host: '127.0.0.1', method: 'POST', agent: false }));
    const answered = once(outgoing.stream, 'response');
    for (let n = 0; n < 15; n += 1) outgoing.stream.write(CHUNK);
    outgoing.stream.end(CHUNK);
    const [response] = (await answered) as [IncomingMessage];
    response.resume();
    await once(response, 'close');
    const bytes = 16 * CHUNK.length;
    expect(await counted.promise).toMatchObject({ pushesAfterFalse: 0, bytesIn: bytes, bytesOut: bytes });
    expect(outgoing.counters()).toMatchObject({ bytesIn: bytes, bytesOut: bytes });
  });

  test('of HTTP/2, whose end(chunk) calls write(chunk), counts the chunk once', async () => {
    const counted = makeDeferred<StreamCounters>();
    const server = createHttp2Server((_request, response) => {
      const { stream, counters } = watchOne(response);
      stream.on('close', () => counted.resolve(counters()));
      stream.write('12345');
      stream.end('678');
    });
    const session = connectHttp2(`http://127.0.0.1:${await listen(server)}`);
    onTestFinished(() => session.close());
    expect((await buffer(session.request())).toString()).toBe('12345678');
    expect(await counted.promise).toMatchObject({ bytesIn: 8, bytesOut: 8 });
  });
});

describe('between two streams', () => {
  test('pipe() counts what both buffer, and writes nothing after false', async () => {
    const watcher = new Watcher();
    const source = watcher.watch('source', openCountedSource(32, { highWaterMark: 4 * CHUNK.length }));
    const sink = watcher.watch('sink', openSink({ highWaterMark: 4 * CHUNK.length }));
    await finished(source.pipe(sink));
    const { source: from, sink: to } = watcher.report().byLabel;
    expect(from).toMatchObject({
      pushesAfterFalse: 0,
      bytesIn: 32 * CHUNK.length,
      bytesOut: 32 * CHUNK.length,
    });
    // It reads another chunk before it passes one on.
    expect(from?.peakBufferedBytes).toBe(5 * CHUNK.length);
    expect(to).toMatchObject({
      writesAfterFalse: 0,
      bytesIn: 32 * CHUNK.length,
      bytesOut: 32 * CHUNK.length,
    });
    expect(to?.peakBufferedBytes).toBe(4 * CHUNK.length);
  });

  test('pipeline() through a transform counts each stage', async () => {
    const watcher = new Watcher();
    const half = new Transform({
      transform: (chunk: Buffer, _encoding, callback) => callback(null, chunk.subarray(chunk.length / 2)),
    });
    await pipeline(
      watcher.watch('source', openCountedSource(32)),
      watcher.watch('half', half),
      watcher.watch('sink', openSink()),
    );
    const { byLabel, bytesDelivered } = watcher.report();
    expect(byLabel.source).toMatchObject({ bytesOut: 32 * CHUNK.length, pushesAfterFalse: 0 });
    expect(byLabel.half).toMatchObject({ bytesIn: 32 * CHUNK.length, bytesOut: 16 * CHUNK.length });
    expect(byLabel.sink).toMatchObject({ bytesIn: 16 * CHUNK.length, writesAfterFalse: 0 });
    expect(bytesDelivered).toBe(16 * CHUNK.length);
  });

  test('pipeline() that fails midway loses what the streams had buffered', async () => {
    const watcher = new Watcher();
    let taken = 0;
    const failing = new Writable({
      highWaterMark: 4 * CHUNK.length,
      write: (_chunk, _encoding, callback) => {
        taken += 1;
        setImmediate(callback, taken > 5 ? new Error('full disk') : null);
      },
    });
    const source = watcher.watch('source', openCountedSource(32, { highWaterMark: 4 * CHUNK.length }));
    const sink = watcher.watch('sink', failing);
    await expect(pipeline(source, sink)).rejects.toThrow('full disk');
    const { source: from, sink: to } = watcher.report().byLabel;
    expect(to?.bytesOut).toBe(5 * CHUNK.length);
    expect(to?.bytesIn).toBe(from?.bytesOut);
  });

  test('for await that writes and waits for drain buffers no more than the highWaterMark', async () => {
    const watcher = new Watcher();
    const sink = watcher.watch('sink', openSink({ highWaterMark: 2 * CHUNK.length }));
    // With a larger highWaterMark, several chunks would be read, and so written, as one.
    const source = watcher.watch('source', openCountedSource(9, { highWaterMark: 1 }));
    for await (const chunk of source) {
      if (!sink.write(chunk)) await once(sink, 'drain');
    }
    sink.end();
    await finished(sink);
    expect(watcher.report().byLabel.sink).toMatchObject({
      peakBufferedBytes: 2 * CHUNK.length,
      writesAfterFalse: 0,
      // Nine chunks, two at a time: four times full.
      drains: 4,
      bytesOut: 9 * CHUNK.length,
    });
  });
});

/** The stream, watched alone, and the counters of its label: the first call ends the counting. */
function watchOne<Stream extends object>(stream: Stream) {
  const watcher = new Watcher();
  return {
    stream: watcher.watch('it', stream),
    counters: (): StreamCounters => {
      const { it } = watcher.report().byLabel;
      if (it === undefined) throw new Error('the stream was not counted');
      return it;
    },
  };
}

function openSink(options: WritableOptions = {}): Writable {
  return new Writable({ ...options, write: (_chunk, _encoding, callback) => setImmediate(callback) });
}

/** A sink that takes a chunk only when the test releases it. */
function openBlockedSink(options: WritableOptions = {}) {
  const waiting: (() => void)[] = [];
  const sink = new Writable({
    ...options,
    write: (_chunk, _encoding, callback) => {
      waiting.push(callback);
    },
  });
  return { sink, take: () => waiting.shift()?.() };
}

/** A source that is pushed to from outside. */
const openSource = (options: ReadableOptions & { defaultEncoding?: BufferEncoding } = {}): Readable =>
  new Readable({ ...options, read: () => {} });

/** A source of this many chunks, one for each read(). */
function openCountedSource(chunks: number, options: ReadableOptions = {}): Readable {
  let left = chunks;
  return new Readable({
    ...options,
    read() {
      left -= 1;
      this.push(left >= 0 ? CHUNK : null);
    },
  });
}

/** Blocks the thread. */
function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** The port of a server that is closed after the test. */
async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A promise and what settles it. */
function makeDeferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<Value>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

/** Sends one request to a server whose response is watched: returns its counters, and the bytes that arrived. */
async function respond(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<{ counters: StreamCounters; received: number }> {
  const counted = makeDeferred<StreamCounters>();
  const server = createServer((incoming, response) => {
    const { stream, counters } = watchOne(response);
    answer(incoming, stream).then(() => counted.resolve(counters()), counted.reject);
  });
  const outgoing = get({ port: await listen(server), host: '127.0.0.1', agent: false });
  let received = 0;
  outgoing.on('response', (response) => {
    response.on('error', () => {});
    response.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
  });
  outgoing.on('error', () => {});
  const closed = new Promise((resolve) => outgoing.on('close', resolve));
  const counters = await counted.promise;
  await closed;
  return { counters, received };
}
