import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../../result.ts';
import { KiB, MiB, makeCase, makeCounters, makeGrowth, makeRun, summaryOf } from '../../test/builders.ts';
import { describeVerdict } from './growth-sentence.ts';

const RUN = makeRun({ counters: { sink: makeCounters({ highWaterMarkBytes: 64 * KiB }) } });
const SUMMARY = { peakBufferedBytes: summaryOf(256 * MiB) };

const describeCase = (result: Partial<CaseResult>): string =>
  describeVerdict(makeCase({ runs: [RUN], summary: SUMMARY, ...result }));

test('a verdict is one sentence: whether it is bounded, with which slope, and how much was buffered at which highWaterMark', () => {
  expect(describeCase({ growth: makeGrowth({ verdict: 'linear', slope: 1, low: 0.99, high: 1.01 }) })).toBe(
    'ignore-drain: linear, 1.00 bytes retained per byte written (0.99 to 1.01); highWaterMark 64 KiB, peak buffered 256 MiB',
  );
});

test('an inconclusive verdict says why', () => {
  const reason = 'distinct volumes: 3 (at least 4 are needed)';
  const growth = makeGrowth({ verdict: 'inconclusive', slope: 0.07, low: 0.01, high: 0.12, reason });
  expect(describeCase({ growth })).toBe(
    `ignore-drain: inconclusive, 0.07 bytes retained per byte written (0.01 to 0.12); highWaterMark 64 KiB, peak buffered 256 MiB; ${reason}`,
  );
});

test('without growth it says how much was buffered', () => {
  expect(describeCase({})).toBe('ignore-drain: highWaterMark 64 KiB, peak buffered 256 MiB');
});

test.each([
  ['peakRssBytes', 'of RSS per byte written'],
  ['peakArrayBuffersBytes', 'of arrayBuffers per byte written'],
  ['retainedHeapUsedBytes', 'of heapUsed retained per byte written'],
] as const)('growth of %s says what the slope is of, and how large it was', (metric, words) => {
  const summary = { ...SUMMARY, [metric]: summaryOf(300 * MiB) };
  const text = describeCase({ growth: makeGrowth({ metric }), summary });
  expect(text).toContain(`1.00 bytes ${words}`);
  expect(text).toMatch(/highWaterMark 64 KiB, (peak|retained) \w+ 300 MiB$/);
});

test('the highWaterMark is the sum over all watched streams', () => {
  const counters = {
    source: makeCounters({ highWaterMarkBytes: 16 * KiB }),
    sink: makeCounters({ highWaterMarkBytes: 64 * KiB }),
    // Counts objects.
    parser: makeCounters(),
  };
  expect(describeCase({ runs: [makeRun({ counters })] })).toContain('highWaterMark 80 KiB');
});

test('no highWaterMark is shown where none is in bytes', () => {
  expect(describeCase({ runs: [makeRun({ counters: { parser: makeCounters() } })] })).toBe(
    'ignore-drain: peak buffered 256 MiB',
  );
});

test('a scenario that watches no stream has no counters', () => {
  expect(describeCase({ runs: [makeRun({ counters: {} })], summary: {} })).toBe(
    'ignore-drain: no stream is watched',
  );
});

test('such a scenario shows the figure of another metric', () => {
  const growth = makeGrowth({ metric: 'peakRssBytes' });
  const summary = { peakRssBytes: summaryOf(300 * MiB) };
  expect(describeCase({ runs: [makeRun({ counters: {} })], summary, growth })).toMatch(/; peak RSS 300 MiB$/);
});

test('a case without a figure says how its runs ended', () => {
  const runs = [makeRun({ outcome: { state: 'timed-out', afterMs: 1, phase: 'run' } })];
  expect(describeCase({ runs, summary: {} })).toBe('ignore-drain: no figure: timed-out');
});

describe('a slope', () => {
  const printSlope = (slope: number): string | undefined =>
    /bounded, (\S+) bytes/.exec(describeCase({ growth: makeGrowth({ verdict: 'bounded', slope }) }))?.[1];

  test.each([
    [0, '0.00'],
    [1, '1.00'],
    [0.0123, '0.01'],
    // Two places would say that nothing is there.
    [0.003, '0.003'],
    [-0.0007, '-0.0007'],
    [-0.25, '-0.25'],
    // A few bytes in a hundred thousand, and what floating point leaves.
    [0.00002, '0.00'],
    [-3e-17, '0.00'],
  ])('of %d is printed as %s', (slope, text) => {
    expect(printSlope(slope)).toBe(text);
  });
});
