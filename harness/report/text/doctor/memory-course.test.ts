import { expect, test } from 'vitest';
import { describeMemoryOverTime } from '../../../doctor/outside/memory-over-time.ts';
import { makeReading, makeThread } from '../../../test/doctor-builders.ts';
import { describeMemoryCourse } from './memory-course.ts';

const MIB = 1024 * 1024;

/** One reading each 100 ms, with so many MiB. */
const readings = (sizes: readonly number[], isCollected = false) =>
  sizes.map((size, index) =>
    makeReading({
      atMs: 500 + 100 * index,
      arrayBuffersBytes: size * MIB,
      heapUsedBytes: 8 * MIB,
      rssBytes: (50 + size) * MIB,
      ...(isCollected && { isCollected }),
    }),
  );

const threadWith = (overTime: ReturnType<typeof readings>, thread = 0) => {
  const peak = overTime.toSorted((a, b) => b.arrayBuffersBytes - a.arrayBuffersBytes)[0] ?? makeReading();
  return makeThread({ thread, memory: { now: makeReading(), peak, overTime } });
};

const describe = (...threads: Parameters<typeof describeMemoryOverTime>[0]) => {
  const overTime = describeMemoryOverTime(threads);
  return overTime && describeMemoryCourse(overTime);
};

test('memory at five times, evenly spaced', () => {
  expect(describe(threadWith(readings([0, 1, 2, 3, 4, 5, 6, 7, 8])))).toEqual([
    'arrayBuffers over 800 ms: 0 B → 2 MiB → 4 MiB → 6 MiB → 8 MiB',
    'heap: 8 MiB → 8 MiB → 8 MiB → 8 MiB → 8 MiB',
    'RSS: 50 MiB → 52 MiB → 54 MiB → 56 MiB → 58 MiB',
  ]);
});

test('of the thread that had most', () => {
  const overTime = describeMemoryOverTime([
    threadWith(readings([1, 2, 3])),
    threadWith(readings([4, 5, 6]), 2),
  ]);
  expect(overTime).toMatchObject({ process: { thread: 2 }, isCollected: false });
  expect(overTime?.readings.map(({ afterMs }) => afterMs)).toEqual([0, 100, 200]);
});

test('readings after a collection are not mixed with others', () => {
  const [a, b, c] = readings([1, 2, 3], true);
  const [, , , garbage] = readings([0, 0, 0, 99]);
  const mixed = [a, garbage, b, c].flatMap((reading) => reading ?? []);
  expect(describe(threadWith(mixed))?.[0]).toBe(
    'arrayBuffers over 200 ms, after collections: 1 MiB → 2 MiB → 3 MiB',
  );
});

test('two readings do not show how memory went', () => {
  expect(describe(threadWith(readings([1, 2])))).toBeUndefined();
  expect(describe()).toBeUndefined();
});
