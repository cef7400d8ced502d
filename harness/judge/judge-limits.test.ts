import { expect, test } from 'vitest';
import { KiB, makeGrowth, makeRun } from '../test/builders.ts';
import { judgeLimits } from './judge-limits.ts';

const RUNS = [
  makeRun({ peakBufferedBytes: 64 * KiB, durationMs: 40, recorded: { openFiles: 3, heldBytes: 2 * KiB } }),
  makeRun({ peakBufferedBytes: 96 * KiB, durationMs: 50, recorded: { openFiles: 2, heldBytes: 1 * KiB } }),
  // Of another volume, and so of another limit.
  makeRun({ kind: 'growth', peakBufferedBytes: 900 * KiB }),
];

const judge = (
  limits: Readonly<Record<string, number | 'bounded'>>,
  growth?: ReturnType<typeof makeGrowth>,
  growthRequested = true,
) => judgeLimits({ expected: { limits }, growth, growthRequested }, RUNS);

test.each([
  ['the worst run is at it', 96 * KiB, true, 'limit: peakBufferedBytes is at most 96 KiB'],
  [
    'one run is a byte above it',
    96 * KiB - 1,
    false,
    'limit: peakBufferedBytes is at most 98,303 bytes, and it was 98,304 bytes',
  ],
])('where %s, it passes: %s, %s', (_name, limit, passed, text) => {
  expect(judge({ peakBufferedBytes: limit })).toEqual([{ text, passed }]);
});

test('what a scenario records has limits too, in the unit of its name', () => {
  expect(judge({ 'recorded.openFiles': 2, 'recorded.heldBytes': 4096, durationMs: 45 })).toEqual([
    { text: 'limit: recorded.openFiles is at most 2, and it was 3', passed: false },
    { text: 'limit: recorded.heldBytes is at most 4 KiB', passed: true },
    { text: 'limit: durationMs is at most 45 ms, and it was 50 ms', passed: false },
  ]);
});

test('a limit on what was not measured is not kept', () => {
  expect(judge({ 'recorded.misspelt': 1 })).toEqual([
    { text: 'limit: recorded.misspelt is at most 1, and it was not measured', passed: false },
  ]);
});

test('what only a profile measures has no limit where there was none', () => {
  expect(judge({ peakArrayBuffersBytes: 1 })).toEqual([]);
});

test('growth is bounded, or the limit is not kept, unless nobody requested growth', () => {
  const limits = { growth: 'bounded' } as const;
  expect(judge(limits, makeGrowth({ verdict: 'bounded' }))).toEqual([
    { text: 'limit: growth is bounded', passed: true },
  ]);
  expect(judge(limits, makeGrowth({ verdict: 'linear' }))).toEqual([
    { text: 'limit: growth is bounded, and it is linear', passed: false },
  ]);
  expect(judge(limits)).toMatchObject([{ passed: false }]);
  expect(judge(limits, undefined, false)).toEqual([]);
});
