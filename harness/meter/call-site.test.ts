import { Readable, Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { CapturedCall } from '../protocol.ts';
import { Watcher } from './watch.ts';

/** A sink that is full with its first byte, and stays so. */
const openFull = (): Writable => new Writable({ highWaterMark: 1, write: () => {} });

function firstCallOf(watcher: Watcher, label: string): CapturedCall | undefined {
  return watcher.report().firstAfterFalse?.[label];
}

test('the first write after false is recorded, and none of the later ones', () => {
  const watcher = new Watcher();
  const sink = watcher.watch('sink', openFull());
  sink.write('a');
  const guilty = (): boolean => sink.write('b');
  guilty();
  const later = (): boolean => sink.write('c');
  later();
  const call = firstCallOf(watcher, 'sink');
  expect(call?.method).toBe('write');
  expect(call?.frames[0]).toMatchObject({
    file: expect.stringMatching(/call-site\.test\.ts$/),
    functionName: 'guilty',
  });
});

test('no call is recorded if nothing was written after false', () => {
  const watcher = new Watcher();
  watcher.watch('sink', openFull()).write('a');
  expect(watcher.report()).not.toHaveProperty('firstAfterFalse');
});

test('the streams of one label have one first call', () => {
  const watcher = new Watcher();
  const sinks = [1, 2].map(() => watcher.watch('sinks', openFull()));
  for (const sink of sinks) sink.write('a');
  const first = (): boolean | undefined => sinks[1]?.write('b');
  first();
  sinks[0]?.write('b');
  expect(firstCallOf(watcher, 'sinks')?.frames[0]?.functionName).toBe('first');
});

test('a chunk that comes with end(), and a push, are calls, too', () => {
  const watcher = new Watcher();
  const sink = watcher.watch('sink', openFull());
  sink.write('a');
  sink.end('b');
  const source = watcher.watch('source', new Readable({ highWaterMark: 1, read: () => {} }));
  source.push('a');
  source.push('b');
  expect(firstCallOf(watcher, 'sink')?.method).toBe('end');
  expect(firstCallOf(watcher, 'source')?.method).toBe('push');
});

test('a call that only Node makes has no frame', async () => {
  const watcher = new Watcher();
  const sink = watcher.watch('sink', openFull());
  // A pipe waits for 'drain' only after its own write has returned false.
  for (const chunk of ['a', 'b']) Readable.from([chunk]).pipe(sink);
  while (sink.writableLength < 2) await new Promise(setImmediate);
  expect(firstCallOf(watcher, 'sink')).toEqual({ method: 'write', frames: [] });
});

test('a program cannot see that its stack was read', () => {
  const format = (): string => 'its own';
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.prepareStackTrace = format;
  Error.stackTraceLimit = 3;
  try {
    const sink = new Watcher().watch('sink', openFull());
    sink.write('a');
    sink.write('b');
    expect(Error.prepareStackTrace).toBe(format);
    expect(Error.stackTraceLimit).toBe(3);
    expect(new Error('it').stack).toBe('its own');
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
});

test('whoever wrote after false can be collected', async () => {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  const watcher = new Watcher();
  const sink = watcher.watch('sink', openFull());
  sink.write('a');
  class Guilty {
    write(): void {
      sink.write('b');
    }
  }
  let guilty: Guilty | undefined = new Guilty();
  const seen = new WeakRef(guilty);
  guilty.write();
  guilty = undefined;
  for (let round = 0; round < 10 && seen.deref() !== undefined; round += 1) {
    await new Promise(setImmediate);
    gc();
  }
  expect(seen.deref()).toBeUndefined();
  expect(firstCallOf(watcher, 'sink')?.frames[0]?.functionName).toBe('write');
});
