import { Duplex, Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { QueuingStrategy, UnderlyingSink } from 'node:stream/web';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import { KiB, type StreamCounters } from '../../scenario.ts';
import { Label, Sum } from '../sums/label.ts';
import { Watcher } from '../watch.ts';

const CHUNK = new Uint8Array(16 * KiB).fill(1);

describe('a WritableStream', () => {
  test('whose writer ignores ready buffers everything', async () => {
    const { sink, takeAll } = openBlockedSink();
    const { stream, counters } = watchOne(new WritableStream(sink, { highWaterMark: 4 }));
    const writer = stream.getWriter();
    const writes = Array.from({ length: 10 }, () => writer.write(CHUNK));
    takeAll();
    await Promise.all(writes);
    await writer.ready;
    expect(counters()).toEqual({
      peakBufferedBytes: 10 * CHUNK.length,
      peakBufferedChunks: 10,
      // The fourth fills it; the six after it were written although ready was pending.
      writesAfterFalse: 6,
      pushesAfterFalse: 0,
      drains: 1,
      backpressureMs: expect.any(Number),
      bytesIn: 10 * CHUNK.length,
      bytesOut: 10 * CHUNK.length,
    });
    expect(counters().backpressureMs).toBeGreaterThan(0);
  });

  test('whose writer waits for ready never buffers more than the highWaterMark', async () => {
    const { stream, counters } = watchOne(
      new WritableStream({ write: () => turnLoop() }, { highWaterMark: 2 }),
    );
    const writer = stream.getWriter();
    for (let n = 0; n < 10; n += 1) {
      await writer.ready;
      writer.write(CHUNK);
    }
    await writer.ready;
    expect(counters()).toMatchObject({
      peakBufferedBytes: 2 * CHUNK.length,
      peakBufferedChunks: 2,
      writesAfterFalse: 0,
      // Full after the second write, and after each of the eight that follow it.
      drains: 9,
      bytesIn: 10 * CHUNK.length,
      bytesOut: 9 * CHUNK.length,
    });
  });

  test('that is never full was full for 0 ms', async () => {
    const { stream, counters } = watchOne(new WritableStream({}, { highWaterMark: 3 }));
    const writer = stream.getWriter();
    await Promise.all([writer.write(CHUNK), writer.write(CHUNK)]);
    expect(counters()).toMatchObject({ drains: 0, backpressureMs: 0, bytesOut: 2 * CHUNK.length });
  });

  test('that is full when the run ends counts the time until then', () => {
    const { stream, counters } = watchOne(new WritableStream(openBlockedSink().sink));
    void stream.getWriter().write(CHUNK);
    spin(10);
    expect(counters()).toMatchObject({ writesAfterFalse: 0, drains: 0, bytesOut: 0 });
    expect(counters().backpressureMs).toBeGreaterThanOrEqual(10);
  });

  test('that is closed while it is full has no drain, and is full until it has room', async () => {
    const before = performance.now();
    const { sink, takeAll } = openBlockedSink();
    const { stream, counters } = watchOne(new WritableStream(sink, { highWaterMark: 1 }));
    const writer = stream.getWriter();
    void writer.write(CHUNK);
    const closed = writer.close();
    spin(10);
    takeAll();
    await closed;
    const after = performance.now();
    spin(10);
    const { backpressureMs, ...counted } = counters();
    // What close() queues is not a chunk.
    expect(counted).toMatchObject({ peakBufferedChunks: 1, drains: 0, bytesOut: CHUNK.length });
    expect(backpressureMs).toBeGreaterThanOrEqual(10);
    expect(backpressureMs).toBeLessThanOrEqual(after - before);
  });

  test('does not count the end of the stream as a chunk while others leave', async () => {
    const watcher = new Watcher();
    const { sink, take } = openBlockedSink();
    const writer = watcher.watch('web', new WritableStream(sink)).getWriter();
    const writes = [1000, 100, 10].map((bytes) => writer.write(new Uint8Array(bytes)));
    const closed = writer.close();
    await turnLoop();
    take();
    await writes[0];
    // 110 bytes are left, and all that adds to a peak is what comes on top of them.
    const other = new Writable({ write: () => {} });
    watcher.watch('other', other).write(Buffer.alloc(1001));
    expect(watcher.report()).toMatchObject({
      peakBufferedBytes: 1111,
      byLabel: { web: { peakBufferedChunks: 3, bytesIn: 1110, bytesOut: 1000 } },
    });
    take();
    await writes[1];
    take();
    await closed;
  });

  test('filled by pipeTo counts as it does with a writer', async () => {
    const { stream, counters } = watchOne(
      new WritableStream({ write: () => turnLoop() }, { highWaterMark: 2 }),
    );
    await openCountedSource(10).pipeTo(stream);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 2 * CHUNK.length,
      peakBufferedChunks: 2,
      writesAfterFalse: 0,
      bytesIn: 10 * CHUNK.length,
      bytesOut: 10 * CHUNK.length,
    });
    expect(counters().drains).toBeGreaterThan(0);
  });

  test('with a highWaterMark in bytes reports it, and is full by bytes', async () => {
    const { sink, takeAll } = openBlockedSink();
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: 64 * KiB });
    const { stream, counters } = watchOne(new WritableStream(sink, strategy));
    const writer = stream.getWriter();
    const writes = Array.from({ length: 6 }, () => writer.write(CHUNK));
    takeAll();
    await Promise.all(writes);
    await writer.ready;
    expect(counters()).toMatchObject({
      highWaterMarkBytes: 64 * KiB,
      peakBufferedBytes: 6 * CHUNK.length,
      peakBufferedChunks: 6,
      writesAfterFalse: 2,
      drains: 1,
    });
  });

  test('with a highWaterMark in chunks has none in bytes', () => {
    const { counters } = watchOne(new WritableStream({}, new CountQueuingStrategy({ highWaterMark: 5 })));
    expect(counters()).not.toHaveProperty('highWaterMarkBytes');
  });

  test('calls the size function of its strategy as often as an unwatched stream', async () => {
    const requested: unknown[] = [];
    const size = (chunk?: string): number => {
      requested.push(chunk);
      return 3;
    };
    const { sink, takeAll } = openBlockedSink();
    const { stream, counters } = watchOne(new WritableStream<string>(sink, { highWaterMark: 7, size }));
    const writer = stream.getWriter();
    const writes = ['é', 'b', 'c', 'd'].map((chunk) => writer.write(chunk));
    takeAll();
    await Promise.all(writes);
    expect(requested).toEqual(['é', 'b', 'c', 'd']);
    // 3, 6, 9: the third write fills it.
    expect(counters()).toMatchObject({ writesAfterFalse: 1, peakBufferedBytes: 5, peakBufferedChunks: 4 });
  });

  test('that is watched late counts what it has buffered', async () => {
    const { sink, takeAll } = openBlockedSink();
    const web = new WritableStream(sink, { highWaterMark: 1 });
    const writer = web.getWriter();
    const writes = [writer.write(new Uint8Array(10))];
    const { counters } = watchOne(web);
    writes.push(writer.write(new Uint8Array(1)));
    takeAll();
    await Promise.all(writes);
    await writer.ready;
    expect(counters()).toMatchObject({
      peakBufferedBytes: 11,
      peakBufferedChunks: 2,
      writesAfterFalse: 1,
      drains: 1,
      bytesIn: 11,
      bytesOut: 11,
    });
  });

  test('that is aborted midway does not deliver what it had buffered, and takes nothing more', async () => {
    const { sink, take } = openBlockedSink();
    const { stream, counters } = watchOne(new WritableStream(sink, { highWaterMark: 1 }));
    const writer = stream.getWriter();
    const writes = [1000, 100, 10].map((bytes) => writer.write(new Uint8Array(bytes)));
    await turnLoop();
    take();
    await writes[0];
    const aborted = writer.abort(new Error('enough'));
    const refused = writer.write(new Uint8Array(1));
    take();
    await aborted;
    await expect(refused).rejects.toThrow('enough');
    await expect(writes[2]).rejects.toThrow('enough');
    // The sink already had the second, and finished it.
    expect(counters()).toMatchObject({ peakBufferedBytes: 1110, bytesIn: 1110, bytesOut: 1100 });
  });

  test.each(['by throwing', 'by a promise'])(
    'whose sink fails %s delivers only what was taken before, and is full no longer',
    async (how) => {
      let taken = 0;
      const before = performance.now();
      const { stream, counters } = watchOne(
        new WritableStream({
          write: () => {
            taken += 1;
            if (taken < 2) return;
            if (how === 'by throwing') throw new Error('full disk');
            return Promise.reject(new Error('full disk'));
          },
        }),
      );
      const writer = stream.getWriter();
      const writes = [1000, 100, 10].map((bytes) => writer.write(new Uint8Array(bytes)));
      await expect(Promise.all(writes)).rejects.toThrow('full disk');
      await expect(writer.closed).rejects.toThrow('full disk');
      await turnLoop();
      const after = performance.now();
      spin(10);
      expect(counters()).toMatchObject({ drains: 0, bytesIn: 1110, bytesOut: 1000 });
      expect(counters().backpressureMs).toBeGreaterThan(0);
      expect(counters().backpressureMs).toBeLessThanOrEqual(after - before);
    },
  );

  test('that is being closed does not count rejected writes', async () => {
    const { stream, counters } = watchOne(new WritableStream());
    const writer = stream.getWriter();
    void writer.write(new Uint8Array(5));
    const closed = writer.close();
    await expect(writer.write(new Uint8Array(5))).rejects.toThrow(TypeError);
    await closed;
    // Once it is closed, a write() fails on Node 20 by an assertion of Node's own, with and without watch.
    expect(counters()).toMatchObject({ peakBufferedBytes: 5, bytesIn: 5, bytesOut: 5, writesAfterFalse: 0 });
  });

  test('whose sink fails at its first and only write delivers nothing', async () => {
    const { stream, counters } = watchOne(
      new WritableStream({
        write: () => {
          throw new Error('full disk');
        },
      }),
    );
    await expect(stream.getWriter().write(new Uint8Array(1000))).rejects.toThrow('full disk');
    await turnLoop();
    expect(counters()).toMatchObject({ peakBufferedBytes: 1000, bytesIn: 1000, bytesOut: 0 });
  });

  test('whose size function refuses a chunk does not buffer it', async () => {
    const { stream, counters } = watchOne(
      new WritableStream<string>({}, { highWaterMark: 5, size: (chunk) => (chunk === 'bad' ? -1 : 1) }),
    );
    const writer = stream.getWriter();
    await writer.write('good');
    await expect(writer.write('bad')).rejects.toThrow(RangeError);
    expect(counters()).toMatchObject({ peakBufferedBytes: 4, bytesIn: 4, bytesOut: 4 });
  });

  test('sizes rows one level down, and counts chunks that have no size', async () => {
    const { sink } = openBlockedSink();
    const { stream, counters } = watchOne(new WritableStream<unknown>(sink, { highWaterMark: 9 }));
    const writer = stream.getWriter();
    for (const chunk of [{ id: 7, body: Buffer.alloc(100), name: 'abc' }, [new ArrayBuffer(10)], 'xyz', 7])
      void writer.write(chunk);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 100 + 3 + 10 + 3,
      peakBufferedChunks: 4,
      unsizedChunks: 1,
    });
  });

  test('with a highWaterMark of 0 is never ready, and counts all writes but the first', async () => {
    const { stream, counters } = watchOne(new WritableStream({}, { highWaterMark: 0 }));
    const writer = stream.getWriter();
    for (let n = 0; n < 3; n += 1) await writer.write(CHUNK);
    expect(counters()).toMatchObject({ writesAfterFalse: 2, drains: 0, bytesOut: 3 * CHUNK.length });
  });
});

describe('a ReadableStream', () => {
  test('counts each chunk that is put on a full queue', () => {
    const { source, controller } = openSource({ highWaterMark: 2 });
    const { counters } = watchOne(source);
    for (let n = 0; n < 5; n += 1) controller.enqueue(CHUNK);
    expect(counters()).toEqual({
      peakBufferedBytes: 5 * CHUNK.length,
      peakBufferedChunks: 5,
      writesAfterFalse: 0,
      pushesAfterFalse: 3,
      drains: 0,
      backpressureMs: 0,
      bytesIn: 5 * CHUNK.length,
      bytesOut: 0,
    });
  });

  test('counts what its start has queued before it could be watched', async () => {
    const source = new ReadableStream({
      start(controller) {
        for (const bytes of [1, 10, 100]) controller.enqueue(new Uint8Array(bytes));
      },
    });
    const { stream, counters } = watchOne(source);
    const reader = stream.getReader();
    await reader.read();
    await reader.read();
    expect(counters()).toMatchObject({
      peakBufferedBytes: 111,
      peakBufferedChunks: 3,
      pushesAfterFalse: 0,
      bytesIn: 111,
      bytesOut: 11,
    });
  });

  test('finds what was queued before even after others have left', async () => {
    const { source, controller } = openSource({ highWaterMark: 100 });
    const reader = source.getReader();
    // More than fit into the ring buffer of newer versions: it wraps.
    for (let n = 0; n < 9; n += 1) controller.enqueue(new Uint8Array(1000));
    for (let n = 0; n < 8; n += 1) await reader.read();
    for (let n = 0; n < 10; n += 1) controller.enqueue(new Uint8Array(2 ** n));
    const { counters } = watchOne(source);
    for (let n = 0; n < 3; n += 1) await reader.read();
    expect(counters()).toMatchObject({
      peakBufferedBytes: 1000 + 1023,
      peakBufferedChunks: 11,
      bytesIn: 2023,
      bytesOut: 1000 + 1 + 2,
    });
  });

  test('whose source is pulled for each chunk buffers no more than its highWaterMark', async () => {
    const { stream, counters } = watchOne(openCountedSource(20, { highWaterMark: 3 }));
    let bytes = 0;
    for await (const chunk of stream) bytes += chunk.length;
    expect(bytes).toBe(20 * CHUNK.length);
    expect(counters()).toMatchObject({
      peakBufferedChunks: 3,
      pushesAfterFalse: 0,
      bytesIn: bytes,
      bytesOut: bytes,
    });
  });

  test('with a highWaterMark of 0 passes each chunk to a waiting read', async () => {
    const { stream, counters } = watchOne(openCountedSource(20, { highWaterMark: 0 }));
    const reader = stream.getReader();
    let reads = 0;
    while (!(await reader.read()).done) reads += 1;
    expect(reads).toBe(20);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 0,
      peakBufferedChunks: 0,
      pushesAfterFalse: 0,
      bytesIn: 20 * CHUNK.length,
      bytesOut: 20 * CHUNK.length,
    });
  });

  test('counts a chunk once, whether it was queued or passed to a waiting read', async () => {
    const { source, controller } = openSource();
    const { stream, counters } = watchOne(source);
    const reader = stream.getReader();
    controller.enqueue(new Uint8Array(1));
    await reader.read();
    const waiting = [reader.read(), reader.read()];
    for (const bytes of [10, 100, 1000]) controller.enqueue(new Uint8Array(bytes));
    await Promise.all(waiting);
    expect(counters()).toMatchObject({ peakBufferedBytes: 1000, bytesIn: 1111, bytesOut: 111 });
  });

  test('whose source continues within one pull counts all chunks but the first', async () => {
    let calls = 0;
    const source = new ReadableStream({
      pull(controller) {
        calls += 1;
        for (let n = 0; n < 4; n += 1) controller.enqueue('x');
        if (calls === 2) controller.close();
      },
    });
    const { stream, counters } = watchOne(source);
    let text = '';
    for await (const chunk of stream) text += chunk;
    expect(text).toBe('xxxxxxxx');
    expect(counters()).toMatchObject({ peakBufferedChunks: 4, bytesIn: 8, bytesOut: 8 });
    expect(counters().pushesAfterFalse).toBeGreaterThanOrEqual(4);
  });

  test.each(['pipeTo', 'for await', 'pipeThrough'])('read by %s counts every byte', async (how) => {
    const { stream, counters } = watchOne(openCountedSource(10));
    let seen = 0;
    const add = (chunk: Uint8Array): void => {
      seen += chunk.length;
    };
    if (how === 'pipeTo') await stream.pipeTo(new WritableStream({ write: add }));
    if (how === 'for await') for await (const chunk of stream) add(chunk);
    if (how === 'pipeThrough')
      for await (const chunk of stream.pipeThrough(new TransformStream())) add(chunk);
    expect(seen).toBe(10 * CHUNK.length);
    expect(counters()).toMatchObject({ pushesAfterFalse: 0, bytesIn: seen, bytesOut: seen });
  });

  test('split by tee, of which one branch idles, buffers everything for that branch', async () => {
    const watcher = new Watcher();
    const source = watcher.watch('source', openCountedSource(10, { highWaterMark: 0 }));
    const [busy, idle] = source.tee();
    watcher.watch('busy', busy);
    watcher.watch('idle', idle);
    let bytes = 0;
    for await (const chunk of busy) bytes += chunk.length;
    const { byLabel, peakBufferedBytes } = watcher.report();
    expect(bytes).toBe(10 * CHUNK.length);
    expect(byLabel.source).toMatchObject({ peakBufferedBytes: 0, bytesIn: bytes, bytesOut: bytes });
    expect(byLabel.busy).toMatchObject({ bytesIn: bytes, bytesOut: bytes });
    expect(byLabel.idle).toMatchObject({
      peakBufferedBytes: 10 * CHUNK.length,
      peakBufferedChunks: 10,
      pushesAfterFalse: 9,
      bytesIn: bytes,
      bytesOut: 0,
    });
    expect(peakBufferedBytes).toBeGreaterThanOrEqual(10 * CHUNK.length);
    expect(peakBufferedBytes).toBeLessThanOrEqual(11 * CHUNK.length);
    await idle.cancel();
  });

  test('split by tee buffers a chunk once while both branches have it', async () => {
    const watcher = new Watcher();
    const { source, controller } = openSource();
    const [one, two] = source.tee();
    watcher.watch('one', one);
    watcher.watch('two', two);
    for (const branch of [one, two]) watcher.watch('both', branch);
    for (const bytes of [1, 10, 100]) controller.enqueue(new Uint8Array(bytes));
    // Each branch asks for one chunk; the other two wait in the source, which is not watched.
    const [reader, other] = [one.getReader(), two.getReader()];
    await reader.read();
    await reader.read();
    await other.read();
    await turnLoop();
    const { byLabel, peakBufferedBytes } = watcher.report();
    // 'one' has the third, 'two' the second and the third.
    expect(byLabel.one).toMatchObject({ bytesIn: 111, bytesOut: 11, peakBufferedBytes: 100 });
    expect(byLabel.two).toMatchObject({ bytesIn: 111, bytesOut: 1, peakBufferedBytes: 110 });
    expect(byLabel.both).toMatchObject({ peakBufferedBytes: 110, peakBufferedChunks: 2 });
    expect(peakBufferedBytes).toBe(110);
  });

  test.each(['read', 'cancelled', 'failed'])(
    'split by tee counts what one branch has when the other is %s',
    async (how) => {
      const watcher = new Watcher();
      const { source, controller } = openSource();
      const [one, two] = source.tee();
      controller.enqueue(new Uint8Array(10));
      await turnLoop();
      // Both have it already.
      watcher.watch('one', one);
      watcher.watch('two', two);
      expect(watcher.bufferedBytes).toBe(10);
      if (how === 'read') await one.getReader().read();
      if (how === 'cancelled') void one.cancel();
      expect(watcher.bufferedBytes).toBe(10);
      if (how === 'failed') controller.error(new Error('lost'));
      else await two.getReader().read();
      await turnLoop();
      expect(watcher.bufferedBytes).toBe(0);
      const { byLabel } = watcher.report();
      expect(byLabel.one).toMatchObject({ bytesIn: 10, bytesOut: how === 'read' ? 10 : 0 });
      expect(byLabel.two).toMatchObject({ bytesIn: 10, bytesOut: how === 'failed' ? 0 : 10 });
    },
  );

  test('with a highWaterMark in bytes reports it', () => {
    const { source, controller } = openSource(new ByteLengthQueuingStrategy({ highWaterMark: 100 }));
    const { counters } = watchOne(source);
    for (const bytes of [60, 60, 60]) controller.enqueue(new Uint8Array(bytes));
    expect(counters()).toMatchObject({
      highWaterMarkBytes: 100,
      peakBufferedBytes: 180,
      peakBufferedChunks: 3,
      pushesAfterFalse: 1,
    });
  });

  test('that is cancelled midway delivers only what was read', async () => {
    const { source, controller } = openSource();
    const { stream, counters } = watchOne(source);
    for (const bytes of [1, 10, 100]) controller.enqueue(new Uint8Array(bytes));
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(counters()).toMatchObject({ peakBufferedBytes: 111, bytesIn: 111, bytesOut: 1 });
  });

  test('that fails midway delivers only what was read', async () => {
    const { source, controller } = openSource();
    const { stream, counters } = watchOne(source);
    for (const bytes of [1, 10, 100]) controller.enqueue(new Uint8Array(bytes));
    const reader = stream.getReader();
    await reader.read();
    controller.error(new Error('lost'));
    await expect(reader.read()).rejects.toThrow('lost');
    expect(counters()).toMatchObject({ peakBufferedBytes: 111, bytesIn: 111, bytesOut: 1 });
  });

  test.each(['error', 'cancel'])(
    'whose first and only chunk is lost by %s() delivers nothing',
    async (how) => {
      const { source, controller } = openSource({ highWaterMark: 2 });
      const { stream, counters } = watchOne(source);
      controller.enqueue(new Uint8Array(1000));
      if (how === 'error') controller.error(new Error('lost'));
      else await stream.cancel();
      expect(counters()).toMatchObject({ peakBufferedBytes: 1000, bytesIn: 1000, bytesOut: 0 });
    },
  );

  test('counts a chunk for a read that waited already when it was watched', async () => {
    const { source, controller } = openSource();
    const reader = source.getReader();
    const waiting = reader.read();
    const { counters } = watchOne(source);
    controller.enqueue(new Uint8Array(10));
    await waiting;
    expect(counters()).toMatchObject({ peakBufferedBytes: 0, bytesIn: 10, bytesOut: 10 });
  });

  test('counts what a pull enqueues that starts another read', async () => {
    const chunks = [1, 10, 100];
    let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
    let nested: Promise<unknown> | undefined;
    const { stream, counters } = watchOne(
      new ReadableStream<Uint8Array>({
        pull(controller) {
          // Inside of the read that takes the first chunk from the queue.
          if (reader !== undefined) nested ??= reader.read();
          const bytes = chunks.shift();
          if (bytes !== undefined) controller.enqueue(new Uint8Array(bytes));
        },
      }),
    );
    await turnLoop();
    reader = stream.getReader();
    await reader.read();
    await nested;
    await turnLoop();
    expect(counters()).toMatchObject({ bytesIn: 111, bytesOut: 11 });
  });

  test('that was closed before it was watched buffers nothing', async () => {
    const { source, controller } = openSource();
    controller.close();
    const { counters } = watchOne(source);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 0,
      peakBufferedChunks: 0,
      bytesIn: 0,
      bytesOut: 0,
    });
  });
});

describe('a byte stream', () => {
  test('counts bytes, and no chunks', () => {
    const { source, controller } = openByteSource({ highWaterMark: 100 });
    const { counters } = watchOne(source);
    for (const bytes of [60, 60, 60]) controller.enqueue(new Uint8Array(bytes));
    expect(counters()).toEqual({
      peakBufferedBytes: 180,
      highWaterMarkBytes: 100,
      writesAfterFalse: 0,
      pushesAfterFalse: 1,
      drains: 0,
      backpressureMs: 0,
      bytesIn: 180,
      bytesOut: 0,
    });
  });

  test('counts what its start has queued, and what is read piece by piece', async () => {
    const source = new ReadableStream({
      type: 'bytes',
      start: (controller) => controller.enqueue(new Uint8Array(100)),
    });
    const { stream, counters } = watchOne(source);
    const reader = stream.getReader({ mode: 'byob' });
    const { value } = await reader.read(new Uint8Array(30));
    expect(value?.length).toBe(30);
    expect(counters()).toMatchObject({ peakBufferedBytes: 100, bytesIn: 100, bytesOut: 30 });
  });

  test('counts a chunk once, whether it was queued or passed to a waiting read', async () => {
    const { source, controller } = openByteSource();
    const { stream, counters } = watchOne(source);
    const reader = stream.getReader();
    controller.enqueue(new Uint8Array(1));
    await reader.read();
    const waiting = [reader.read(), reader.read()];
    for (const bytes of [10, 100, 1000]) controller.enqueue(new Uint8Array(bytes));
    await Promise.all(waiting);
    expect(counters()).toMatchObject({
      peakBufferedBytes: 1000,
      pushesAfterFalse: 0,
      bytesIn: 1111,
      bytesOut: 111,
    });
  });

  test.each(['respond', 'respondWithNewView'])(
    'whose source fills the view of its reader and says so by %s() counts those bytes',
    async (how) => {
      let left = 5;
      const source = new ReadableStream({
        type: 'bytes',
        pull(controller) {
          const request = byobRequestOf(controller);
          if (request.view === null) throw new Error('no view was given');
          left -= 1;
          if (left < 0) {
            controller.close();
            request.respond(0);
          } else if (how === 'respond') {
            request.respond(7);
          } else {
            request.respondWithNewView(new Uint8Array(request.view.buffer, request.view.byteOffset, 7));
          }
        },
      });
      const { stream, counters } = watchOne(source);
      const reader = stream.getReader({ mode: 'byob' });
      let bytes = 0;
      for (;;) {
        const { done, value } = await reader.read(new Uint8Array(10));
        if (done) break;
        bytes += value.length;
      }
      expect(bytes).toBe(5 * 7);
      expect(counters()).toMatchObject({ peakBufferedBytes: 0, bytesIn: bytes, bytesOut: bytes });
    },
  );

  test('counts bytes that do not fill an element of the view once: they wait for the rest', async () => {
    const responses = [7, 9];
    const source = new ReadableStream({
      type: 'bytes',
      pull: (controller) => byobRequestOf(controller).respond(responses.shift() ?? 0),
    });
    const { stream, counters } = watchOne(source);
    const reader = stream.getReader({ mode: 'byob' });
    const reads = [await reader.read(new Uint32Array(4)), await reader.read(new Uint32Array(4))];
    // 7 bytes are one element and three bytes that go to the queue, and from there into the next view.
    expect(reads.map(({ value }) => value?.length)).toEqual([1, 3]);
    expect(counters()).toMatchObject({ peakBufferedBytes: 3, bytesIn: 16, bytesOut: 16 });
  });

  test.each([
    { viewBytes: 7, chunkBytes: 9, peakBufferedBytes: 2 },
    { viewBytes: 6, chunkBytes: 5, peakBufferedBytes: 0 },
  ])('does not buffer what a view of $viewBytes takes of $chunkBytes at once', async (bytes) => {
    const { source, controller } = openByteSource();
    const { stream, counters } = watchOne(source);
    const read = stream.getReader({ mode: 'byob' }).read(new Uint8Array(bytes.viewBytes));
    controller.enqueue(new Uint8Array(bytes.chunkBytes));
    const { value } = await read;
    expect(counters()).toMatchObject({
      peakBufferedBytes: bytes.peakBufferedBytes,
      bytesIn: bytes.chunkBytes,
      bytesOut: value?.length,
    });
  });

  test('buffers again what a released reader has got into its view', async () => {
    const { source, controller } = openByteSource();
    const watcher = new Watcher();
    const reader = watcher.watch('it', source).getReader({ mode: 'byob' });
    const released = reader.read(new Uint16Array(2));
    // Half of an element is in the view.
    controller.enqueue(new Uint8Array(1));
    expect(watcher.bufferedBytes).toBe(0);
    reader.releaseLock();
    await expect(released).rejects.toThrow(TypeError);
    controller.enqueue(new Uint8Array(8));
    expect(watcher.bufferedBytes).toBe(9);
    const { value } = await source.getReader({ mode: 'byob' }).read(new Uint8Array(20));
    expect(value?.length).toBe(9);
    expect(watcher.report().byLabel.it).toMatchObject({ peakBufferedBytes: 9, bytesIn: 9, bytesOut: 9 });
  });

  test('that allocates views itself counts what is written into them', async () => {
    let left = 5;
    const source = new ReadableStream({
      type: 'bytes',
      autoAllocateChunkSize: 64,
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        byobRequestOf(controller).respond(left < 0 ? 0 : 50);
      },
    });
    const { stream, counters } = watchOne(source);
    expect((await buffer(stream)).length).toBe(250);
    expect(counters()).toMatchObject({ peakBufferedBytes: 0, bytesIn: 250, bytesOut: 250 });
  });

  test('that fails midway delivers only what was read', async () => {
    const { source, controller } = openByteSource();
    const { stream, counters } = watchOne(source);
    for (const bytes of [1, 10, 100]) controller.enqueue(new Uint8Array(bytes));
    await stream.getReader().read();
    controller.error(new Error('lost'));
    expect(counters()).toMatchObject({ peakBufferedBytes: 111, bytesIn: 111, bytesOut: 1 });
  });

  test('split by tee, of which one branch idles, buffers everything for that branch', async () => {
    const watcher = new Watcher();
    const { source, controller } = openByteSource();
    const [busy, idle] = source.tee();
    watcher.watch('busy', busy);
    watcher.watch('idle', idle);
    const reader = busy.getReader();
    for (let n = 0; n < 5; n += 1) {
      controller.enqueue(new Uint8Array(100));
      await reader.read();
    }
    const { byLabel } = watcher.report();
    expect(byLabel.busy).toMatchObject({ peakBufferedBytes: 0, bytesIn: 500, bytesOut: 500 });
    expect(byLabel.idle).toMatchObject({ peakBufferedBytes: 500, bytesIn: 500, bytesOut: 0 });
  });
});

describe('a TransformStream', () => {
  test('counts what was written as in and what was read as out', async () => {
    const doubling = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        controller.enqueue(chunk);
      },
    });
    const { stream, counters } = watchOne(doubling);
    let bytes = 0;
    for await (const chunk of openCountedSource(10).pipeThrough(stream)) bytes += chunk.length;
    expect(bytes).toBe(20 * CHUNK.length);
    expect(counters()).toMatchObject({ writesAfterFalse: 0, bytesIn: 10 * CHUNK.length, bytesOut: bytes });
    // One is written, and of the two that come of the one before it, the second waits to be read.
    expect(counters().peakBufferedChunks).toBeLessThanOrEqual(3);
  });

  test.each([
    { what: 'the same chunk', transform: (chunk: Uint8Array) => chunk, peakBufferedBytes: 3000 },
    { what: 'a part of it', transform: (chunk: Uint8Array) => chunk.subarray(1000), peakBufferedBytes: 3000 },
    { what: 'a copy', transform: (chunk: Uint8Array) => chunk.slice(), peakBufferedBytes: 6000 },
  ])('that passes on $what buffers its memory once', async ({ transform, peakBufferedBytes }) => {
    const watcher = new Watcher();
    const stream = watcher.watch(
      'it',
      new TransformStream<Uint8Array, Uint8Array>(
        { transform: (chunk, controller) => controller.enqueue(transform(chunk)) },
        {},
        { highWaterMark: 10 },
      ),
    );
    await stream.writable.getWriter().write(new Uint8Array(3000));
    const outBytes = transform(new Uint8Array(3000)).length;
    expect(watcher.bufferedBytes).toBe(outBytes);
    await stream.readable.getReader().read();
    expect(watcher.bufferedBytes).toBe(0);
    expect(watcher.report().byLabel.it).toMatchObject({
      peakBufferedBytes,
      bytesIn: 3000,
      bytesOut: outBytes,
    });
  });

  test('that is read before the write has finished buffers what is written', async () => {
    let finish: () => void = () => {};
    const watcher = new Watcher();
    const stream = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        return new Promise<void>((resolve) => (finish = resolve));
      },
    });
    watcher.watch('it', stream);
    const written = stream.writable.getWriter().write(new Uint8Array(3000));
    await stream.readable.getReader().read();
    expect(watcher.bufferedBytes).toBe(3000);
    finish();
    await written;
    expect(watcher.bufferedBytes).toBe(0);
    expect(watcher.report().byLabel.it).toMatchObject({ bytesIn: 3000, bytesOut: 3000 });
  });

  test('without a transformer delivers what was written', async () => {
    const { stream, counters } = watchOne(new TransformStream());
    await openCountedSource(10).pipeThrough(stream).pipeTo(new WritableStream());
    expect(counters()).toMatchObject({
      writesAfterFalse: 0,
      pushesAfterFalse: 0,
      bytesIn: 10 * CHUNK.length,
      bytesOut: 10 * CHUNK.length,
    });
  });

  test('that is not read buffers what is written', async () => {
    const { stream, counters } = watchOne(new TransformStream());
    const writer = stream.writable.getWriter();
    for (let n = 0; n < 5; n += 1) void writer.write(CHUNK);
    await turnLoop();
    expect(counters()).toMatchObject({
      peakBufferedBytes: 5 * CHUNK.length,
      peakBufferedChunks: 5,
      writesAfterFalse: 4,
      drains: 0,
      bytesOut: 0,
    });
    expect(counters().backpressureMs).toBeGreaterThan(0);
  });

  test('with highWaterMarks in bytes on both sides reports their sum', () => {
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: 100 });
    expect(watchOne(new TransformStream({}, strategy, strategy)).counters().highWaterMarkBytes).toBe(200);
    expect(watchOne(new TransformStream({}, strategy)).counters()).not.toHaveProperty('highWaterMarkBytes');
  });

  test('can be an object that only looks like one', async () => {
    const compression = watchOne(new CompressionStream('gzip'));
    const compressed = openCountedSource(64).pipeThrough(compression.stream);
    const { length } = await buffer(compressed);
    expect(compression.counters()).toMatchObject({ bytesIn: 64 * CHUNK.length, bytesOut: length });

    const decoding = watchOne(new TextDecoderStream());
    const source = new Blob(['h€llo']).stream();
    let text = '';
    for await (const chunk of source.pipeThrough(decoding.stream)) text += chunk;
    expect(text).toBe('h€llo');
    expect(decoding.counters()).toMatchObject({ bytesIn: 7, bytesOut: 7 });
  });
});

describe('an adapter', () => {
  test('from a Readable counts what passes through it', async () => {
    let left = 20;
    const source = new Readable({
      highWaterMark: CHUNK.length,
      read() {
        left -= 1;
        this.push(left >= 0 ? CHUNK : null);
      },
    });
    const { stream, counters } = watchOne(Readable.toWeb(source));
    let bytes = 0;
    for await (const chunk of stream) bytes += chunk.length;
    expect(bytes).toBe(20 * CHUNK.length);
    expect(counters()).toMatchObject({ highWaterMarkBytes: CHUNK.length, bytesIn: bytes, bytesOut: bytes });
  });

  test('to a Writable counts what passes through it', async () => {
    const sink = new Writable({
      highWaterMark: 3 * CHUNK.length,
      write: (_chunk, _encoding, callback) => setImmediate(callback),
    });
    const { stream, counters } = watchOne(Writable.toWeb(sink));
    const writer = stream.getWriter();
    for (let n = 0; n < 10; n += 1) {
      await writer.ready;
      void writer.write(CHUNK);
    }
    await writer.close();
    expect(counters()).toMatchObject({
      writesAfterFalse: 0,
      bytesIn: 10 * CHUNK.length,
      bytesOut: 10 * CHUNK.length,
    });
  });

  test.each(['one', 'other'])('to a Writable that is watched as %s buffers a chunk once', async (label) => {
    let finish: () => void = () => {};
    const watcher = new Watcher();
    const sink = watcher.watch(
      'one',
      new Writable({ highWaterMark: 100, write: (_chunk, _encoding, callback) => (finish = callback) }),
    );
    const writer = watcher.watch(label, Writable.toWeb(sink)).getWriter();
    // The web stream waits for 'drain' with the first one, which both have then; it alone has the second.
    const written = [1000, 50].map((bytes) => writer.write(new Uint8Array(bytes)));
    await turnLoop();
    expect(sink.writableLength).toBe(1000);
    expect(watcher.bufferedBytes).toBe(1050);
    finish();
    await written[0];
    await turnLoop();
    expect(watcher.bufferedBytes).toBe(50);
    finish();
    await written[1];
    expect(watcher.bufferedBytes).toBe(0);
    const { byLabel, peakBufferedBytes } = watcher.report();
    expect(peakBufferedBytes).toBe(1050);
    expect(byLabel.one?.peakBufferedBytes).toBe(label === 'one' ? 1050 : 1000);
    if (label === 'other') expect(byLabel.other).toMatchObject({ peakBufferedBytes: 1050, bytesOut: 1050 });
  });

  test('of one WritableStream to another buffers a chunk once while the sink waits for it', async () => {
    const watcher = new Watcher();
    const { sink, take } = openBlockedSink();
    const inner = watcher.watch('inner', new WritableStream(sink)).getWriter();
    const outer = watcher.watch('outer', new WritableStream({ write: (chunk) => inner.write(chunk) }));
    const written = outer.getWriter().write(new Uint8Array(1000));
    await turnLoop();
    expect(watcher.bufferedBytes).toBe(1000);
    take();
    await written;
    await turnLoop();
    expect(watcher.bufferedBytes).toBe(0);
    const { byLabel, peakBufferedBytes } = watcher.report();
    expect([byLabel.inner?.peakBufferedBytes, byLabel.outer?.peakBufferedBytes]).toEqual([1000, 1000]);
    expect(peakBufferedBytes).toBe(1000);
  });

  test('from a Duplex counts both sides', async () => {
    const upper = new Duplex({
      read: () => {},
      write(chunk, _encoding, callback) {
        this.push(String(chunk).toUpperCase());
        callback();
      },
      final(callback) {
        this.push(null);
        callback();
      },
    });
    const { stream, counters } = watchOne(Duplex.toWeb(upper));
    const writer = stream.writable.getWriter();
    const received = buffer(stream.readable);
    await writer.write(Buffer.from('hello'));
    await writer.close();
    expect((await received).toString()).toBe('HELLO');
    expect(counters()).toMatchObject({ bytesIn: 5, bytesOut: 5 });
  });
});

describe('a Web Stream', () => {
  test('that is watched under two labels is counted by both', async () => {
    const watcher = new Watcher();
    const { sink, takeAll } = openBlockedSink();
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: 100 });
    const stream = watcher.watch('one', watcher.watch('two', new WritableStream(sink, strategy)));
    const source = new ReadableStream({
      start(controller) {
        for (const bytes of [60, 60, 60]) controller.enqueue(new Uint8Array(bytes));
        controller.close();
      },
    });
    const piped = watcher.watch('three', watcher.watch('four', source)).pipeTo(stream);
    await turnLoop();
    takeAll();
    await piped;
    const { byLabel } = watcher.report();
    expect(byLabel.one).toMatchObject({ highWaterMarkBytes: 100, peakBufferedBytes: 120, bytesOut: 180 });
    expect({ ...byLabel.two, backpressureMs: 0 }).toEqual({ ...byLabel.one, backpressureMs: 0 });
    expect(byLabel.three).toMatchObject({ peakBufferedBytes: 180, bytesIn: 180, bytesOut: 180 });
    expect(byLabel.four).toEqual(byLabel.three);
  });

  test('looks like an unwatched one to a program', () => {
    const seen = [
      openEverything((stream) => stream),
      openEverything(new Watcher().watch.bind(undefined, 'it')),
    ];
    const [plain, watched] = seen.map((objects) => objects.map(describeProperties));
    expect(watched).toEqual(plain);
  });

  test('throws as an unwatched one does', () => {
    const [plain, watched] = [openByteSource(), openByteSource()].map(({ source, controller }, index) => {
      if (index === 1) watchOne(source);
      source.getReader({ mode: 'byob' }).read(new Uint8Array(10));
      const { respond } = byobRequestOf(controller);
      try {
        (respond as () => void)();
      } catch (error) {
        return error;
      }
      return undefined;
    });
    expect(watched).toBeInstanceOf(TypeError);
    expect(watched).toEqual(plain);
  });

  test('calls no setter of Object.prototype when it is watched', () => {
    const watcher = new Watcher();
    const called: string[] = [];
    const names = ['queue', 'highWaterMark', 'sizeAlgorithm', 'stream'];
    for (const name of names)
      Object.defineProperty(Object.prototype, name, { set: () => called.push(name), configurable: true });
    try {
      const { writable } = watcher.watch('it', new TransformStream());
      void writable.getWriter().write(CHUNK);
    } finally {
      for (const name of names) Reflect.deleteProperty(Object.prototype, name);
    }
    expect(called).toEqual([]);
    expect(watcher.report().byLabel.it).toMatchObject({ bytesIn: CHUNK.length });
  });

  test('that was dropped is collected with all it had buffered, and its bytes are no longer counted', async () => {
    setFlagsFromString('--expose-gc');
    const gc: () => void = runInNewContext('gc');
    const watcher = new Watcher();
    const dropped = await watchFilled(watcher);
    // Both branches of the tee() have the same chunk.
    expect(watcher.bufferedBytes).toBe(5 * 10);
    for (let round = 0; round < 20 && watcher.bufferedBytes > 0; round += 1) {
      await turnLoop();
      gc();
    }
    expect(dropped.map((stream) => stream.deref())).toEqual(dropped.map(() => undefined));
    expect(watcher.bufferedBytes).toBe(0);
  });

  test('shows the most of its highWaterMark that was open at once', async () => {
    const watcher = new Watcher();
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: 100 });
    for (let n = 0; n < 3; n += 1) {
      await watcher.watch('it', new WritableStream({}, strategy)).close();
      await watcher.watch('it', new ReadableStream({}, strategy)).cancel();
      watcher.watch('it', openFailed(strategy));
    }
    expect(watcher.report().byLabel.it?.highWaterMarkBytes).toBe(100);
  });

  test('can be transferred', async () => {
    const watcher = new Watcher();
    const readable = watcher.watch('readable', openCountedSource(3));
    const transferred = structuredClone(readable, { transfer: [readable] });
    let bytes = 0;
    for await (const chunk of transferred) bytes += chunk.length;
    expect(bytes).toBe(3 * CHUNK.length);
    expect(watcher.report().byLabel.readable).toMatchObject({ bytesIn: bytes, bytesOut: bytes });
  });

  test('keeps the line of the first write while ready was pending', () => {
    const watcher = new Watcher();
    const writer = watcher.watch('it', new WritableStream(openBlockedSink().sink)).getWriter();
    void writer.write('a');
    const guilty = (): void => void writer.write('b');
    guilty();
    const { controller, source } = openSource();
    watcher.watch('source', source);
    controller.enqueue('a');
    const careless = (): void => controller.enqueue('b');
    careless();
    const { firstAfterFalse } = watcher.report();
    const [written, pushed] = [firstAfterFalse?.it, firstAfterFalse?.source];
    expect([written?.method, written?.frames[0]?.functionName]).toEqual(['write', 'guilty']);
    expect([pushed?.method, pushed?.frames[0]?.functionName]).toEqual(['enqueue', 'careless']);
  });

  test('leaves the meter out of the stack of a source that is pulled by a read', async () => {
    const watcher = new Watcher();
    const stream = new ReadableStream(
      {
        pull(controller) {
          for (const chunk of ['a', 'b', 'c']) controller.enqueue(chunk);
        },
      },
      { highWaterMark: 0 },
    );
    await turnLoop();
    const reader = watcher.watch('it', stream).getReader();
    const careful = (): Promise<unknown> => reader.read();
    await careful();
    const frames = watcher.report().firstAfterFalse?.it?.frames ?? [];
    expect(frames.slice(0, 2).map(({ functionName }) => functionName)).toEqual(['pull', 'careful']);
  });

  test('of a polyfill is refused with what was looked for', () => {
    const watcher = new Watcher();
    class ReadableStream {
      getReader(): void {}
    }
    const polyfill = new ReadableStream();
    expect(() => watcher.watch('body', polyfill)).toThrow(
      /^watch\('body', …\) was given an instance of ReadableStream, .* polyfill: .*node:stream\/web.*\{ buffered: /,
    );
    const pair = { readable: polyfill, writable: polyfill };
    expect(() => watcher.watch('body', pair)).toThrow(/ was given an object, .* polyfill: /);
    expect(watcher.report()).toEqual({ byLabel: {}, recorded: {} });
  });

  test('of Node is counted where a polyfill has replaced the global classes', () => {
    const { source, controller } = openSource();
    vi.stubGlobal('ReadableStream', class {});
    try {
      const { counters } = watchOne(source);
      controller.enqueue('abc');
      expect(counters().peakBufferedBytes).toBe(3);
      expect(() => watchOne(new ReadableStream())).toThrow('neither a Node.js stream nor a Web Stream');
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('that has its total elsewhere is not counted, and stays as it is', async () => {
    const kState = Symbol('kState');
    class FutureStream {
      #total = 0;
      readonly [kState] = {
        controller: {
          [kState]: { queue: [], queueTotalSize: 0, writeAlgorithm: () => {}, sizeAlgorithm: () => 1 },
        },
      };
      getWriter() {
        return { write: (chunk: Uint8Array) => (this.#total += chunk.length) };
      }
    }
    const classes = { WritableStream: FutureStream, ReadableStream: FutureStream, ByteLengthQueuingStrategy };
    const spy = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(classes);
    vi.resetModules();
    try {
      const { watchWebStream } = await import('./web-streams.ts');
      const stream = new FutureStream();
      const state = stream[kState].controller[kState];
      expect(watchWebStream(stream, { label: new Label(), total: new Sum() })).toBe(false);
      expect(stream[kState].controller[kState]).toBe(state);
    } finally {
      spy.mockRestore();
    }
  });

  test('whose state is not accessible is not counted, and that is reported', () => {
    const watcher = new Watcher();
    const stream = Object.create(WritableStream.prototype);
    expect(watcher.watch('it', stream)).toBe(stream);
    expect(watcher.warnings).toContain('web-stream-not-counted');
    expect(watcher.report().byLabel).toEqual({});
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

/** The objects of Web Streams of each kind that a program can get at. */
function openEverything(watch: (stream: object) => void): object[] {
  const { source, controller } = openSource();
  const bytes = openByteSource();
  const writable = new WritableStream(openBlockedSink().sink);
  const transform = new TransformStream();
  for (const stream of [source, bytes.source, writable, transform]) watch(stream);
  const writer = writable.getWriter();
  void writer.write('a');
  const reader = bytes.source.getReader({ mode: 'byob' });
  void reader.read(new Uint8Array(10));
  const { readable } = transform;
  const objects = [source, controller, bytes.source, bytes.controller, byobRequestOf(bytes.controller)];
  return [
    ...objects,
    reader,
    writable,
    writer,
    transform,
    transform.writable,
    readable,
    readable.getReader(),
  ];
}

/** All own properties of an object, and of all that it inherits from, without those behind Node's own symbols. */
function describeProperties(object: object): string[] {
  const owners: object[] = [];
  for (let owner: object | null = object; owner !== null; owner = Object.getPrototypeOf(owner))
    owners.push(owner);
  return owners.flatMap((owner, depth) =>
    Reflect.ownKeys(owner).map((key) => {
      const { value, get, set, ...flags } = Object.getOwnPropertyDescriptor(owner, key) ?? {};
      const functions = [value, get, set].map((it) =>
        typeof it === 'function'
          ? `${it.name}(${it.length}) ${typeof key === 'string' ? it : ''}`
          : typeof it,
      );
      return `${depth} ${String(key)} ${functions} ${JSON.stringify(flags)}`;
    }),
  );
}

/** One of each kind, with 10 bytes in its queue; only the stream itself could be what keeps anything. */
async function watchFilled(watcher: Watcher): Promise<readonly WeakRef<object>[]> {
  const { source, controller } = openSource();
  controller.enqueue(new Uint8Array(10));
  const bytes = openByteSource();
  bytes.controller.enqueue(new Uint8Array(10));
  const split = new ReadableStream({ start: (it) => it.enqueue(new Uint8Array(10)) }).tee();
  const writable = new WritableStream(openBlockedSink().sink);
  void writable.getWriter().write(new Uint8Array(10));
  const transform = new TransformStream();
  void transform.writable.getWriter().write(new Uint8Array(10));
  await turnLoop();
  const streams = [source, bytes.source, ...split, writable, transform];
  return streams.map((stream) => new WeakRef(watcher.watch('it', stream)));
}

function openFailed(strategy: QueuingStrategy): ReadableStream {
  const { source, controller } = openSource(strategy);
  controller.enqueue(new Uint8Array(10));
  controller.error(new Error('lost'));
  return source;
}

/** A sink that takes a chunk only when the test releases it, or every chunk from then on. */
function openBlockedSink() {
  let waiting: () => void = () => {};
  let takesAll = false;
  const sink: UnderlyingSink = {
    write: () => (takesAll ? undefined : new Promise<void>((resolve) => (waiting = resolve))),
  };
  const take = (): void => waiting();
  const takeAll = (): void => {
    takesAll = true;
    waiting();
  };
  return { sink, take, takeAll };
}

/** A source that is filled from outside. */
function openSource(strategy?: QueuingStrategy) {
  const controllers: ReadableStreamDefaultController[] = [];
  const source = new ReadableStream({ start: (controller) => void controllers.push(controller) }, strategy);
  const [controller] = controllers;
  if (controller === undefined) throw new Error('start() runs in the constructor');
  return { source, controller };
}

function openByteSource(strategy?: { highWaterMark: number }) {
  const controllers: ReadableByteStreamController[] = [];
  const source = new ReadableStream(
    { type: 'bytes', start: (controller) => void controllers.push(controller) },
    strategy,
  );
  const [controller] = controllers;
  if (controller === undefined) throw new Error('start() runs in the constructor');
  return { source, controller };
}

/** In the types of Node 20 it is always undefined. */
function byobRequestOf(controller: ReadableByteStreamController): ReadableStreamBYOBRequest {
  const request: ReadableStreamBYOBRequest | null | undefined = controller.byobRequest;
  if (request === null || request === undefined) throw new Error('there is no view to write into');
  return request;
}

/** A source of this many chunks, one for each pull. */
function openCountedSource(chunks: number, strategy?: QueuingStrategy): ReadableStream<Uint8Array> {
  let left = chunks;
  return new ReadableStream(
    {
      pull(controller) {
        left -= 1;
        if (left >= 0) controller.enqueue(CHUNK);
        else controller.close();
      },
    },
    strategy,
  );
}

/** Blocks the thread. */
function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
