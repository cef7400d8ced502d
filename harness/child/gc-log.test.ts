import { setImmediate as turnLoop } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startGcLog } from './gc-log.ts';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as NonNullable<typeof globalThis.gc>;

test('counts each forced collection under its kind', async () => {
  const log = startGcLog();
  for (let n = 0; n < 5; n += 1) gc();
  for (let n = 0; n < 7; n += 1) gc({ type: 'minor' });
  const { major, minor } = await log.stop();
  // V8 may add collections of its own.
  expect(major.count).toBeGreaterThanOrEqual(5);
  expect(minor.count).toBeGreaterThanOrEqual(7);
  expect(major.ms).toBeGreaterThan(0);
  expect(minor.ms).toBeGreaterThan(0);
});

test('counts the collections that ran within one turn of the loop, and just before it was stopped', async () => {
  const log = startGcLog();
  gc();
  await turnLoop();
  gc();
  expect((await log.stop()).major.count).toBeGreaterThanOrEqual(2);
  expect(log.noted).toEqual([]);
});

test('notes when each collection began and how long it took, if that is requested, and not without end', async () => {
  const log = startGcLog({ notes: true });
  const before = performance.now();
  for (let n = 0; n < 1100; n += 1) gc({ type: 'minor' });
  const { minor } = await log.stop();
  expect(minor.count).toBeGreaterThanOrEqual(1100);
  expect(log.noted).toHaveLength(1000);
  const [first] = log.noted;
  expect(first?.kind).toBe('minor');
  expect(first?.atMs).toBeGreaterThanOrEqual(before);
  expect(log.noted.every(({ durationMs }) => durationMs > 0)).toBe(true);
});

test('counts nothing from before it was started or after it was stopped', async () => {
  for (let n = 0; n < 50; n += 1) gc();
  const log = startGcLog();
  const counted = await log.stop();
  const { count } = counted.major;
  expect(count).toBeLessThan(50);
  for (let n = 0; n < 50; n += 1) gc();
  await turnLoop();
  await turnLoop();
  expect(counted.major.count).toBe(count);
});
