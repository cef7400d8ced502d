import { describe, expect, test } from 'vitest';
import type { RunResult } from '../result.ts';
import { KiB, MiB, makeCase, makeCounters, makeReading, makeRun } from '../test/builders.ts';
import type { MetricFields } from '../test/comparison-builders.ts';
import { compareExact } from './compare-exact.ts';
import { EXACT_RULES, type ExactRule } from './metric-rules.ts';

const ruleOf = (name: string): ExactRule => {
  const rule = EXACT_RULES.find(({ metric }) => metric === name);
  if (rule === undefined) throw new RangeError(name);
  return rule;
};

const compareRuns = (
  metric: string,
  a: readonly RunResult[],
  b: readonly RunResult[],
  parameters: Record<string, number> = {},
): MetricFields | undefined =>
  compareExact(
    makeCase({ parameters, runs: [...a] }),
    makeCase({ parameters, runs: [...b] }),
    ruleOf(metric),
  );

const buffered = (...values: readonly number[]): RunResult[] =>
  values.map((peakBufferedBytes, index) => makeRun({ index, peakBufferedBytes }));
const thrice = (value: number): RunResult[] => buffered(value, value, value);

describe('counted bytes', () => {
  test.each([
    ['the same', 64 * KiB, 64 * KiB, 'pass'],
    // 0.5 % of 200,000 is 1,000.
    ['as much more as is tolerated', 200_000, 201_000, 'pass'],
    ['one byte above that', 200_000, 201_001, 'regression'],
    ['as much less as is tolerated', 200_000, 199_000, 'pass'],
    ['one byte below that', 200_000, 198_999, 'improvement'],
    ['anything where there was nothing', 0, 1, 'regression'],
  ])('that are %s', (_name, a, b, verdict) => {
    expect(compareRuns('peakBufferedBytes', thrice(a), thrice(b))).toMatchObject({
      ...{ a, b, verdict, isGated: true },
      difference: { kind: 'absolute', estimate: b - a, low: b - a, high: b - a, confidence: 1 },
    });
  });

  test('may differ by one chunk, and not by more', () => {
    const compareBy = (bytes: number): MetricFields | undefined =>
      compareRuns('peakBufferedBytes', thrice(64 * KiB), thrice(64 * KiB + bytes), { chunkSize: 16 * KiB });
    expect(compareBy(16 * KiB)).toMatchObject({ verdict: 'pass', minDetectableEffect: 16 * KiB });
    expect(compareBy(16 * KiB + 1)?.verdict).toBe('regression');
  });

  test('that vary between the runs of a side are not gated, and the reason states their range', () => {
    for (const [a, b, side] of [
      [buffered(64, 65, 64), thrice(1000), 'A'],
      [thrice(1000), buffered(64, 65, 64), 'B'],
    ] as const) {
      expect(compareRuns('peakBufferedBytes', a, b)).toMatchObject({
        verdict: 'inconclusive',
        isGated: false,
        reason: `it varies between the runs of ${side}, from 64 to 65: growth is judged instead`,
      });
    }
  });

  test('of too few runs cannot show that they do not vary', () => {
    expect(compareRuns('peakBufferedBytes', thrice(1), buffered(5, 5))).toMatchObject({
      verdict: 'inconclusive',
      isGated: true,
      reason: '2 runs per side: 3 are needed to show that it does not vary',
    });
  });

  test('that only A has are inconclusive, and those that only B has are informational', () => {
    expect(compareRuns('peakBufferedBytes', thrice(1), [makeRun()])).toMatchObject({
      ...{ a: 1, b: undefined, verdict: 'inconclusive', isGated: true },
    });
    expect(compareRuns('peakBufferedBytes', [makeRun()], thrice(1))).toMatchObject({
      ...{ a: undefined, b: 1, verdict: 'informational' },
    });
    expect(compareRuns('peakBufferedBytes', [makeRun()], [makeRun()])).toBeUndefined();
  });

  test('of runs that failed, and of runs with a sampler, are ignored', () => {
    const other = [
      makeRun({ peakBufferedBytes: 9, outcome: { state: 'timed-out', afterMs: 1, phase: 'run' } }),
      makeRun({ peakBufferedBytes: 9, kind: 'profile' }),
    ];
    expect(compareRuns('peakBufferedBytes', thrice(1), [...thrice(1), ...other])?.verdict).toBe('pass');
  });

  test('are a regression either way where they are what was delivered', () => {
    const delivered = (bytesDelivered: number): RunResult[] =>
      [0, 1, 2].map((index) => makeRun({ index, bytesDelivered }));
    expect(compareRuns('bytesDelivered', delivered(1000), delivered(900))?.verdict).toBe('regression');
    expect(compareRuns('bytesDelivered', delivered(1000), delivered(1100))?.verdict).toBe('regression');
  });

  test('that are retained may differ by 16 KiB, between the runs of a side too', () => {
    const retained = (...bytes: readonly number[]): RunResult[] =>
      bytes.map((arrayBuffersBytes, index) =>
        makeRun({
          index,
          memory: {
            start: makeReading({ arrayBuffersBytes: MiB }),
            peak: {},
            retained: makeReading({ arrayBuffersBytes: MiB + arrayBuffersBytes }),
          },
        }),
      );
    const compareRetained = (a: readonly RunResult[], b: readonly RunResult[]): string | undefined =>
      compareRuns('retainedArrayBuffersBytes', a, b)?.verdict;
    expect(compareRetained(retained(0, 100, -100), retained(0, 16 * KiB, 16 * KiB))).toBe('pass');
    expect(compareRetained(retained(0, 0, 0), retained(16 * KiB + 1, 16 * KiB + 1, 16 * KiB + 1))).toBe(
      'regression',
    );
    expect(compareRetained(retained(0, 0, 0), retained(0, 0, 16 * KiB + 1))).toBe('inconclusive');
  });
});

describe('counts', () => {
  const called = (counter: 'drains' | 'writesAfterFalse', count: number): RunResult[] =>
    [0, 1, 2].map((index) => makeRun({ index, counters: { sink: makeCounters({ [counter]: count }) } }));

  test('differ by one or more, whatever the size of a chunk', () => {
    const [none, one] = [called('writesAfterFalse', 0), called('writesAfterFalse', 1)];
    expect(compareRuns('writesAfterFalse', none, one, { chunkSize: 16 * KiB })?.verdict).toBe('regression');
    expect(compareRuns('writesAfterFalse', one, none, { chunkSize: 16 * KiB })?.verdict).toBe('improvement');
  });

  test('of drains are informational, and never judged', () => {
    for (const [a, b] of [
      [10, 1000],
      [1000, 10],
    ] as const) {
      expect(compareRuns('drains', called('drains', a), called('drains', b))).toMatchObject({
        ...{ a, b, verdict: 'informational' },
      });
    }
  });
});
