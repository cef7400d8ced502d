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
) =>
  judgeLimits(
    {
      expected: { metric: 'peakBufferedBytes', limits },
      runs: RUNS,
      growth,
      growthRequested,
      warnings: new Set(),
    },
    RUNS,
  );

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

test('a figure that a scenario records can have a limit, in the unit that its name states', () => {
  expect(judge({ 'recorded.openFiles': 2, 'recorded.heldBytes': 4096, durationMs: 45 })).toEqual([
    { text: 'limit: recorded.openFiles is at most 2, and it was 3', passed: false },
    { text: 'limit: recorded.heldBytes is at most 4 KiB', passed: true },
    { text: 'limit: durationMs is at most 45 ms, and it was 50 ms', passed: false },
  ]);
});

test('a limit on a figure that was never recorded is not judged, and says what was recorded', () => {
  expect(judge({ 'recorded.misspelt': 1 })).toEqual([
    {
      text: 'limit: recorded.misspelt is at most 1',
      notJudged: 'recorded.misspelt was never recorded (recorded: recorded.openFiles, recorded.heldBytes)',
    },
  ]);
});

test('a limit on a figure that only a profile measures is not judged without a profile', () => {
  expect(judge({ peakArrayBuffersBytes: 1 })).toEqual([]);
});

test('a limit on growth fails unless it is bounded, or growth was not requested', () => {
  const limits = { growth: 'bounded' } as const;
  expect(judge(limits, makeGrowth({ verdict: 'bounded' }))).toEqual([
    { text: 'limit: growth is bounded', passed: true },
  ]);
  expect(judge(limits, makeGrowth({ verdict: 'linear' }))).toEqual([
    { text: 'limit: growth is bounded, and it is linear', passed: false },
  ]);
  expect(judge(limits)).toEqual([
    { text: 'limit: growth is bounded', notJudged: 'too few runs completed at different volumes' },
  ]);
  expect(judge(limits, undefined, false)).toEqual([]);
});
