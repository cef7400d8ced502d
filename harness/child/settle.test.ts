import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { MiB } from '../scenario.ts';
import { collect as collectWithoutGc, settle as settleWithoutGc } from './settle.ts';

test('settle and collect return false if gc is not exposed', async () => {
  expect(globalThis.gc).toBeUndefined();
  expect(await settleWithoutGc()).toBe(false);
  expect(await collectWithoutGc()).toBe(false);
});

describe('settle with gc', () => {
  let settle: typeof settleWithoutGc;
  let collect: typeof collectWithoutGc;
  let gc: NonNullable<typeof globalThis.gc>;
  beforeAll(async () => {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc');
    ({ settle, collect } = await loadWith(gc));
  });

  test('memory is stable, and what was dropped is collected', async () => {
    expect(await settle()).toBe(true);
    const before = process.memoryUsage().arrayBuffers;
    let retained: Buffer[] = Array.from({ length: 32 }, () => Buffer.alloc(MiB, 1));
    expect(await settle()).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeGreaterThan(0.99 * 32 * MiB);
    retained = [];
    expect(await settle()).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(0.01 * 32 * MiB);
    expect(retained).toEqual([]);
  });

  test('one round collects what was dropped, and finishes its sweep', async () => {
    await settle();
    const before = process.memoryUsage().arrayBuffers;
    let retained: Buffer[] = Array.from({ length: 32 }, () => Buffer.alloc(MiB, 1));
    retained = [];
    expect(await collect()).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(0.01 * 32 * MiB);
    expect(retained).toEqual([]);
  });

  test('one round is a full collection, and a minor one that waits for its sweep', async () => {
    const calls: unknown[] = [];
    const own = await loadWith(((options?: unknown) => void calls.push(options)) as never);
    expect(await own.collect()).toBe(true);
    expect(calls).toEqual([undefined, { type: 'minor', execution: 'sync' }]);
  });

  test('retained memory stays', async () => {
    const retained = Buffer.alloc(32 * MiB, 1);
    const before = process.memoryUsage().arrayBuffers;
    expect(await settle()).toBe(true);
    expect(process.memoryUsage().arrayBuffers).toBeGreaterThanOrEqual(retained.length);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(0.01 * retained.length);
  });

  test('one round is enough where no more is in use than before', async () => {
    let rounds = 0;
    const count = (options?: unknown): void => {
      if (options === undefined) rounds += 1;
    };
    const { settle } = await loadWith(count as typeof gc);
    const now = process.memoryUsage();
    const [arrayBuffersBytes, heapUsedBytes] = [now.arrayBuffers, now.heapUsed + MiB];
    expect(await settle({ arrayBuffersBytes, heapUsedBytes })).toBe(true);
    expect(rounds).toBe(1);
    expect(await settle({ arrayBuffersBytes: arrayBuffersBytes - 1024, heapUsedBytes })).toBe(true);
    expect(rounds).toBeGreaterThan(2);
  });

  test('settle returns false if memory keeps growing', async () => {
    const retained: Buffer[] = [];
    let isOver = false;
    const grow = (): void => {
      retained.push(Buffer.allocUnsafeSlow(1024));
      if (!isOver) setImmediate(grow);
    };
    grow();
    expect(await settle()).toBe(false);
    isOver = true;
  });
});

/** `gc` is taken when the module is loaded, while there is no scenario that could replace it. */
async function loadWith(gc: NonNullable<typeof globalThis.gc>) {
  vi.resetModules();
  globalThis.gc = gc;
  const loaded = await import('./settle.ts');
  Reflect.deleteProperty(globalThis, 'gc');
  return loaded;
}
