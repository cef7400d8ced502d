import { describe, expect, test } from 'vitest';
import { KiB, MiB } from '../../test/builders.ts';
import { makeFlood, makeReading, makeThread } from '../../test/doctor-builders.ts';
import type { RetainedPeriod, RetainedSnapshot } from '../snapshot.ts';
import { diagnose } from './diagnose.ts';
import { findRetained, judgeRetained } from './retained.ts';

/** A second is ten periods of 100 ms and 100 turns, in each of which 4 MiB are allocated, and 16 of them looked at. */
const period = (index: number, keptShare: number): RetainedPeriod => ({
  fromMs: index * 100,
  toMs: (index + 1) * 100,
  fromTurn: index * 100,
  toTurn: (index + 1) * 100,
  bytes: 4 * MiB,
  liveBytes: keptShare * 4 * MiB,
  live: keptShare * 16,
});

/** `keptShares`: what is alive of each period. It is looked at at the end of the last one, or `idle` periods later. */
function retained(
  keptShares: readonly number[],
  idle = 0,
  parts: Partial<RetainedSnapshot> = {},
): RetainedSnapshot {
  const periods = keptShares.map((share, index) => period(index, share));
  const end = periods.length + idle;
  return {
    called: 'Buffer.alloc',
    frames: [{ file: '/app/src/cache.js', line: 12, column: 9 }],
    samples: periods.reduce((sum, { live }) => sum + live, 0),
    bytes: periods.reduce((sum, { liveBytes }) => sum + liveBytes, 0),
    errorBytes: 4 * MiB,
    turns: 1000,
    each: { parentBytes: 64 * KiB, viewBytes: 64 * KiB },
    periods,
    points: [],
    ...{ atMs: end * 100, atTurn: end * 100 },
    ...parts,
  };
}

const times = (count: number, share: number): number[] => Array.from({ length: count }, () => share);

describe('an alarm is', () => {
  test.each([
    ['what is all alive', retained(times(10, 1))],
    // 20 periods of 4 MiB are 80 MiB, of which a quarter is 20 MiB.
    ['one in four, at all times', retained(times(20, 0.25))],
    // 2 of 12 periods are less than 3 in 10.
    ['what was allocated until shortly before the end', retained(times(10, 1), 2)],
    // The first three are a quarter of all, of which 24 of 48 could be alive.
    // 8 of 18 periods of time, and none of the turns.
    ['what grew until a pause of the machine', retained(times(10, 1), 0, { atMs: 1800 })],
    ['what is evicted a little', retained([...times(3, 0.75), ...times(7, 1)])],
  ])('%s', (_name, snapshot) => {
    expect(judgeRetained(snapshot)).toBe('alarm');
  });
});

/** A queue of the last half: of ten periods, five are alive. At each time of a collection, half of what came until then. */
const queue = (bytesAt: readonly (readonly [number, number])[]): RetainedSnapshot =>
  retained([...times(5, 0), ...times(5, 1)], 0, {
    points: bytesAt.map(([atMs, mib]) => ({ atMs, bytes: mib * MiB })),
  });

test('a cache that keeps what is used again is told by fewer of its first half, and by what it no longer adds', () => {
  // Of 160, 56 and 80 are alive. That 23 of 24 that die are of one half has no chance if all are treated alike.
  const cache = (bytesAt: readonly (readonly [number, number])[]) =>
    retained([...times(5, 0.7), ...times(5, 1)], 0, {
      points: bytesAt.map(([atMs, mib]) => ({ atMs, bytes: mib * MiB })),
    });
  expect(judgeRetained(cache([]))).toBe('note');
  const early = [200, 8] as const;
  // After 800 ms 8 MiB were allocated, of which as much as before would be 8 MiB.
  expect(judgeRetained(cache([early, [800, 32], [1000, 34]]))).toBe('note');
  expect(judgeRetained(cache([early, [500, 16], [740, 25], [1000, 34]]))).toBe('alarm');
});

test('a queue that is emptied too slowly is told from a cache that evicts by what was alive in between', () => {
  const grows = [
    [200, 4],
    [450, 9],
    [700, 14],
    [1000, 20],
  ] as const;
  const isFull = [
    [200, 8],
    [450, 18],
    [700, 20],
    [1000, 20],
  ] as const;
  expect(judgeRetained(queue(grows))).toBe('alarm');
  expect(judgeRetained(queue(isFull))).toBe('note');
  // Nothing is known of the first half.
  expect(judgeRetained(queue(grows.slice(2)))).toBe('note');
});

describe('a note is', () => {
  test.each([
    ['a cache that evicts', retained([...times(5, 0), ...times(5, 1)])],
    ['a cache that evicts what is not used', retained([...times(5, 0.25), ...times(5, 1)])],
    // 5 of 15 periods.
    ['a table that is loaded at the start', retained(times(10, 1), 5)],
    ['a table that is loaded before many turns', retained(times(10, 1), 0, { atTurn: 2100 })],
    ['a table that is loaded before a long time with few turns', retained(times(10, 1), 0, { atMs: 2100 })],
    ['a batch of few turns', retained(times(10, 1), 0, { turns: 7 })],
    [
      'what is nearly all garbage, and of which the first was not looked at',
      retained([0, 0, 0, ...times(7, 0.75)]),
    ],
  ])('%s', (_name, snapshot) => {
    expect(judgeRetained(snapshot)).toBe('note');
  });
});

test('what the end of the program has released is a note if it was allocated until then', () => {
  const until = (lastMs: number) => retained(times(10, 1), 0, { released: { endMs: 1400, lastMs } });
  expect(judgeRetained(until(1380))).toBe('note');
  // 500 of 1400 ms without it.
  expect(judgeRetained(until(900))).toBeUndefined();
  const batches = retained([...times(5, 0), ...times(5, 1)], 0, { released: { endMs: 1010, lastMs: 1000 } });
  expect(judgeRetained(batches)).toBeUndefined();
  // Of what is in ArrayBuffers at the end nothing is left.
  expect(findRetained(threadOf(until(1380), 0))).toMatchObject([
    { level: 'note', retained: { bytes: 40 * MiB } },
  ]);
});

test('what is little, or known by few samples, is not worth a word', () => {
  expect(judgeRetained(retained(times(3, 1)))).toBeUndefined();
  expect(judgeRetained(retained(times(10, 1), 0, { samples: 7 }))).toBeUndefined();
});

test('few samples have long pauses between them', () => {
  // By 8, a pause of 0.44 of the time has a chance of 1 in 100: 1 - 0.01 ** (1 / 8).
  const few = {
    samples: 8,
    periods: times(10, 1).map((share, index) => ({ ...period(index, share), live: 0.8 })),
  };
  expect(judgeRetained(retained(times(10, 1), 7, few))).toBe('alarm');
  expect(judgeRetained(retained(times(10, 1), 8, few))).toBe('note');
});

const threadOf = (snapshot: RetainedSnapshot, arrayBuffersBytes = 64 * MiB, bufferedBytes = 0) => {
  const now = makeReading({ arrayBuffersBytes, bufferedBytes });
  return makeThread({ retained: [snapshot], memory: { now, peak: now } });
};

test('a finding names the line, the bytes and how sure that is', () => {
  const frames = [
    { file: '/app/node_modules/images/index.js', line: 8, column: 5 },
    { file: '/app/src/render.js', line: 3, column: 7, functionName: 'render' },
  ];
  expect(findRetained(threadOf(retained(times(10, 1), 0, { frames })))).toMatchObject([
    {
      ...{ kind: 'retained-buffers', level: 'alarm', method: 'Buffer.alloc', through: ['images'] },
      site: { file: '/app/src/render.js', line: 3, column: 7, function: 'render' },
      // 16 of each of ten periods.
      retained: { bytes: 40 * MiB, errorBytes: 4 * MiB, samples: 160 },
      missing: 'nobody lets them go: what was allocated first is alive at the end, and there are ever more',
    },
  ]);
});

test('a small slice of a large Buffer is said to keep it', () => {
  const each = { parentBytes: 64 * KiB, viewBytes: 20 };
  const [finding] = findRetained(threadOf(retained(times(10, 1), 0, { called: 'subarray', each })));
  expect(finding?.retained?.pinned).toEqual(each);
  expect(finding?.missing).toContain('copy it');
});

test('what is in queues is left out', () => {
  // 20 MiB of 40 remain when 44 of 64 are in queues, and 10 when 54 are.
  expect(findRetained(threadOf(retained(times(10, 1)), 64 * MiB, 44 * MiB))).toMatchObject([
    { retained: { bytes: 20 * MiB } },
  ]);
  expect(findRetained(threadOf(retained(times(10, 1)), 64 * MiB, 54 * MiB))).toEqual([]);
});

test('a line that floods a stream is that finding only', () => {
  const flood = makeFlood({ frames: retained([]).frames });
  const thread = { ...threadOf(retained(times(10, 1))), sites: [flood] };
  expect(diagnose([thread]).map(({ kind }) => kind)).toEqual(['ignored-backpressure']);
});
