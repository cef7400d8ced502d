import { EventEmitter, once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Watcher } from './watch.ts';

describe('watch', () => {
  test('returns the very same stream', () => {
    const { watch } = new Watcher();
    for (const stream of [new Writable(), new Readable(), new WritableStream(), new TransformStream()]) {
      expect(watch('it', stream)).toBe(stream);
    }
  });

  test.each<[string, unknown]>([
    ['an empty object', {}],
    ['an event emitter', new EventEmitter()],
    ['what has a write() but no length', { write: () => true }],
    ['a string', 'stream'],
    ['null', null],
    ['undefined', undefined],
  ])('throws a TypeError for %s', (_name, value) => {
    const { watch } = new Watcher();
    expect(() => watch('it', value as object)).toThrow(TypeError);
    expect(() => watch('it', value as object)).toThrow('neither a Node.js stream nor a Web Stream');
  });

  test('reports nothing if nothing was watched', () => {
    // Figures of streams are absent, because 0 would have been counted.
    expect(new Watcher().report()).toEqual({ byLabel: {}, recorded: {} });
  });

  test('adds up the streams with one label', () => {
    const watcher = new Watcher();
    const sinks = [1, 2].map(() => openBlockedSink({ highWaterMark: 10 }));
    for (const { sink } of sinks) watcher.watch('sinks', sink);
    for (const { sink } of sinks) for (let n = 0; n < 3; n += 1) sink.write('123456');
    for (const { take } of sinks) take();
    expect(watcher.report().byLabel).toEqual({
      sinks: {
        peakBufferedBytes: 2 * 18,
        highWaterMarkBytes: 2 * 10,
        writesAfterFalse: 2 * 1,
        pushesAfterFalse: 0,
        drains: 0,
        backpressureMs: expect.any(Number),
        fullForMs: expect.any(Number),
        bytesIn: 2 * 18,
        bytesOut: 2 * 6,
      },
    });
  });

  test('counts chunks, and has no highWaterMark in bytes, if one stream with the label counts chunks', () => {
    const watcher = new Watcher();
    const objects = openBlockedSink({ objectMode: true });
    const bytes = openBlockedSink();
    watcher.watch('sinks', objects.sink).write('1234');
    watcher.watch('sinks', bytes.sink).write('567');
    expect(watcher.report().byLabel.sinks).toMatchObject({ peakBufferedBytes: 7, peakBufferedChunks: 1 });
    expect(watcher.report().byLabel.sinks).not.toHaveProperty('highWaterMarkBytes');
  });

  test('counts a stream under each of its labels, but once in the sum over all streams', () => {
    const watcher = new Watcher();
    const { sink, take } = openBlockedSink({ highWaterMark: 2 });
    watcher.watch('one', watcher.watch('two', sink));
    for (const text of ['1', '22', '333']) sink.write(text);
    take();
    const { byLabel, peakBufferedBytes } = watcher.report();
    expect(byLabel.one).toMatchObject({
      peakBufferedBytes: 6,
      writesAfterFalse: 1,
      bytesIn: 6,
      bytesOut: 1,
    });
    const times = { backpressureMs: 0, fullForMs: 0 };
    expect({ ...byLabel.two, ...times }).toEqual({ ...byLabel.one, ...times });
    expect(peakBufferedBytes).toBe(6);
  });

  test('counts a stream once under one label, however often it is watched', () => {
    const watcher = new Watcher();
    const { sink } = openBlockedSink();
    for (let n = 0; n < 3; n += 1) watcher.watch('it', sink);
    sink.write('123');
    expect(watcher.report()).toMatchObject({
      peakBufferedBytes: 3,
      byLabel: { it: { peakBufferedBytes: 3, bytesIn: 3 } },
    });
  });

  test('counts a stream under a second label from when it was watched there', () => {
    const watcher = new Watcher();
    const { sink, take } = openBlockedSink();
    watcher.watch('early', sink);
    sink.write('1234');
    take();
    watcher.watch('late', sink);
    sink.write('567');
    const { byLabel } = watcher.report();
    expect(byLabel.early).toMatchObject({ peakBufferedBytes: 4, bytesIn: 7 });
    expect(byLabel.late).toMatchObject({ peakBufferedBytes: 3, bytesIn: 3 });
  });

  test('reports as delivered what came out of the stream that was watched last', () => {
    const watcher = new Watcher();
    const { sink, take } = openBlockedSink();
    watcher.watch('first', openBlockedSink().sink).write('123456');
    watcher.watch('last', sink);
    sink.write('123');
    sink.write('4567');
    take();
    expect(watcher.report().bytesDelivered).toBe(3);
  });
});

describe('a peak', () => {
  test('is of one moment: sinks that are full one after the other do not add up', () => {
    const watcher = new Watcher();
    for (const name of ['a', 'b']) {
      const { sink, take } = openBlockedSink();
      watcher.watch(name, sink).write(Buffer.alloc(100));
      take();
    }
    const { byLabel, peakBufferedBytes } = watcher.report();
    expect([byLabel.a, byLabel.b]).toMatchObject([{ peakBufferedBytes: 100 }, { peakBufferedBytes: 100 }]);
    expect(peakBufferedBytes).toBe(100);
  });

  test('is of one moment: sinks that are full together add up', () => {
    const watcher = new Watcher();
    for (const name of ['a', 'b']) watcher.watch(name, openBlockedSink().sink).write(Buffer.alloc(100));
    expect(watcher.report().peakBufferedBytes).toBe(200);
  });

  test('no longer counts what a destroyed stream had buffered', async () => {
    const watcher = new Watcher();
    const { sink } = openBlockedSink();
    watcher.watch('sinks', sink).write(Buffer.alloc(100));
    sink.destroy();
    await once(sink, 'close');
    watcher.watch('sinks', openBlockedSink().sink).write(Buffer.alloc(99));
    const { byLabel, peakBufferedBytes } = watcher.report();
    expect(peakBufferedBytes).toBe(100);
    expect(byLabel.sinks).toMatchObject({ peakBufferedBytes: 100, bytesIn: 199, bytesOut: 0 });
  });

  test('is exact for any number of streams that fill and empty in any order', () => {
    const action = fc.record({
      sink: fc.nat({ max: 9 }),
      // 0 takes the oldest chunk of the sink.
      bytes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 })),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 200 }), fc.boolean(), (actions, objectMode) => {
        const watcher = new Watcher();
        const labels = ['a', 'b', 'c'];
        const sinks = Array.from({ length: 10 }, (_, index) => {
          const label = labels[index % labels.length] ?? '';
          const { sink, take } = openBlockedSink({ objectMode });
          watcher.watch(label, sink);
          return { label, sink, take, queue: [] as number[] };
        });
        const peaks = new Map<string, number>();
        for (const { sink: index, bytes } of actions) {
          const target = sinks[index];
          if (bytes === 0) {
            target?.take();
            target?.queue.shift();
          } else {
            target?.sink.write(Buffer.alloc(bytes));
            target?.queue.push(bytes);
          }
          for (const label of [...labels, 'all']) {
            const members = sinks.filter((sink) => label === 'all' || sink.label === label);
            const retained = members.flatMap(({ queue }) => queue).reduce((sum, size) => sum + size, 0);
            peaks.set(label, Math.max(retained, peaks.get(label) ?? 0));
          }
        }
        const { byLabel, peakBufferedBytes } = watcher.report();
        expect(peakBufferedBytes).toBe(peaks.get('all') ?? 0);
        for (const label of labels) expect(byLabel[label]?.peakBufferedBytes).toBe(peaks.get(label) ?? 0);
      }),
    );
  });
});

describe('a report', () => {
  test('ends the counting: later reports are the same', () => {
    const watcher = new Watcher();
    const { sink } = openBlockedSink();
    watcher.watch('it', sink).write('123');
    const report = watcher.report();
    sink.write('456');
    const late = new Writable();
    expect(watcher.watch('late', late)).toBe(late);
    expect(watcher.report()).toEqual(report);
    expect(Object.keys(watcher.report().byLabel)).toEqual(['it']);
  });

  test('releases the streams', async () => {
    const watcher = new Watcher();
    const retained = watcher.watch('it', openBlockedSink().sink);
    const dropped = [
      new WeakRef(watcher.watch('it', openBlockedSink().sink)),
      new WeakRef(watcher.watch('it', new ReadableStream())),
      new WeakRef(watcher.watch('it', new TransformStream())),
    ];
    watcher.report();
    expect(await areCollected(dropped)).toBe(true);
    expect(retained.destroyed).toBe(false);
  });
});

test('a stream that has ended is released, and its counters remain', async () => {
  const watcher = new Watcher();
  const dropped = await (async () => {
    const sink = watcher.watch('sinks', new Writable({ write: (_chunk, _encoding, done) => done() }));
    sink.end('12345');
    await once(sink, 'close');
    const web = watcher.watch('web', new WritableStream());
    const writer = web.getWriter();
    await writer.write('123');
    await writer.close();
    return [new WeakRef(sink), new WeakRef(web)];
  })();
  // The last one is retained: the report needs what it delivered.
  watcher.watch('last', new Writable());
  expect(await areCollected(dropped)).toBe(true);
  expect(watcher.report().byLabel).toMatchObject({
    sinks: { bytesIn: 5, bytesOut: 5 },
    web: { bytesIn: 3, bytesOut: 3 },
  });
});

test('an HTTP message that is dropped is collected, and what it buffered is no longer counted', async () => {
  const watcher = new Watcher();
  watcher.prepare();
  const dropped = (() => {
    const response = watcher.watch('response', new ServerResponse(new IncomingMessage(new Socket())));
    response.write('12345');
    return new WeakRef(response);
  })();
  expect(watcher.bufferedBytes).toBeGreaterThanOrEqual(5);
  expect(await areCollected([dropped])).toBe(true);
  await turnLoop();
  expect(watcher.bufferedBytes).toBe(0);
});

test('a closed stream leaves nothing behind, even if the event loop never turns', async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const watcher = new Watcher();
  const streams = 10_000;
  const watchAndClose = async (): Promise<number> => {
    for (let made = 0; made < streams; made += 1) {
      watcher.watch('request', new Readable()).destroy();
      await new Promise((resolve) => process.nextTick(resolve));
    }
    gc();
    gc();
    return process.memoryUsage().heapUsed;
  };
  const before = await watchAndClose();
  // Whatever waits for a task of the event loop, such as a finalizer, would leave more than 300 bytes for each stream.
  expect(((await watchAndClose()) - before) / streams).toBeLessThan(100);
});

test.each<[string, (watcher: Watcher) => unknown]>([
  ['watch', (watcher) => watcher.watch('__proto__', new Readable())],
  ['watch', (watcher) => watcher.watch(Symbol('s') as unknown as string, new Readable())],
  ['watch', (watcher) => watcher.watch(new Readable() as unknown as string, new Readable())],
  ['record', (watcher) => watcher.record('__proto__', 7)],
])('%s() refuses a name that no report could have', (method, act) => {
  expect(() => act(new Watcher())).toThrow(new RegExp(`^${method}\\(.*(must be a string|cannot be used)`));
});

describe('record', () => {
  test('stores the last value of each name', () => {
    const watcher = new Watcher();
    watcher.record('a', 1);
    watcher.record('b', -2.5);
    watcher.record('a', 0);
    expect(watcher.report().recorded).toEqual({ a: 0, b: -2.5 });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (value) => {
    expect(() => new Watcher().record('a', value)).toThrow(RangeError);
  });
});

/** A sink that takes a chunk only when the test releases it. */
function openBlockedSink(options: { highWaterMark?: number; objectMode?: boolean } = {}) {
  const waiting: (() => void)[] = [];
  const sink = new Writable({
    ...options,
    write: (_chunk, _encoding, callback) => {
      waiting.push(callback);
    },
  });
  return { sink, take: () => waiting.shift()?.() };
}

async function areCollected(references: readonly WeakRef<object>[]): Promise<boolean> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let round = 0; round < 10; round += 1) {
    await turnLoop();
    gc();
    if (references.every((reference) => reference.deref() === undefined)) return true;
  }
  return false;
}
