import { describe, expect, test } from 'vitest';
import type { Growth } from '../result.ts';
import { makeCase, makeGrowth } from '../test/builders.ts';
import type { MetricFields } from '../test/comparison-builders.ts';
import { compareGrowth } from './compare-growth.ts';

const BOUNDED = { verdict: 'bounded', slope: 0, low: 0, high: 0.003 } as const;
const UNKNOWN = { verdict: 'inconclusive', slope: 0.07, low: 0, high: 0.2, reason: 'too few' } as const;
const linear = (slope: number, half = 0): Partial<Growth> => ({
  slope,
  low: slope - half,
  high: slope + half,
});

const compare = (a: Partial<Growth>, b: Partial<Growth>): MetricFields | undefined =>
  compareGrowth(makeCase({ growth: makeGrowth(a) }), makeCase({ growth: makeGrowth(b) }));

describe('growth', () => {
  test.each([
    ['bounded in both', BOUNDED, BOUNDED, 'pass'],
    ['bounded before and linear now', BOUNDED, linear(1), 'regression'],
    ['linear before and bounded now', linear(1), BOUNDED, 'improvement'],
    ['inconclusive now', BOUNDED, UNKNOWN, 'inconclusive'],
    ['inconclusive before', UNKNOWN, linear(1), 'inconclusive'],
    ['as steep', linear(1), linear(1), 'pass'],
    ['steeper by no more than 5 %', linear(1), linear(1.05), 'pass'],
    ['steeper by more than 5 %', linear(1), linear(1.0501), 'regression'],
    ['flatter by more than 5 %', linear(1.0501), linear(1), 'improvement'],
    ['steeper, with overlapping intervals', linear(1, 0.2), linear(1.2, 0.1), 'inconclusive'],
    ['steeper, with intervals that barely do not overlap', linear(1, 0.09), linear(1.2, 0.1), 'regression'],
  ])('that is %s', (_name, a, b, verdict) => {
    expect(compare(a, b)).toMatchObject({ metric: 'growth', unit: 'slope', verdict, isGated: true });
  });

  test('by a metric that is called as a property of every object is by no figure of the other side', () => {
    const compared = compare({ ...linear(1), metric: 'constructor' }, linear(1));
    expect(compared).toMatchObject({ verdict: 'inconclusive' });
    expect(compared?.reason).toContain('it was judged by constructor in A, and B has no such figure');
  });

  test('has an interval for the difference of the slopes, and a minimum detectable effect', () => {
    const compared = compare(linear(1, 0.1), linear(1.5, 0.1));
    expect(compared?.difference?.estimate).toBeCloseTo(0.5, 12);
    expect(compared?.difference?.low).toBeCloseTo(0.3, 12);
    expect(compared?.difference?.high).toBeCloseTo(0.7, 12);
    // Each of the two intervals misses its slope in at most 1.7 % of cases.
    expect(compared?.difference?.confidence).toBeCloseTo(2 * 0.983 - 1, 12);
    expect(compared?.minDetectableEffect).toBeCloseTo(0.2, 12);
  });

  test('has a direction from two intervals of 95 %, and none from lower coverage', () => {
    const directionOf = (confidence: number): string | undefined =>
      compare({ ...BOUNDED, confidence }, { ...linear(1), confidence })?.difference?.direction;
    expect(directionOf(0.95)).toBe('more');
    expect(directionOf(0.9)).toBe('unknown');
  });

  test('judged by different metrics is inconclusive', () => {
    expect(compare({}, { metric: 'peakRssBytes' })).toMatchObject({
      verdict: 'inconclusive',
      difference: undefined,
    });
  });

  /** A program whose streams are bounded, and whose live memory is as given. */
  const liveIn = (live: Partial<Growth>, where: Growth['where'] = 'none'): Growth => {
    const ofLive = makeGrowth({ ...live, metric: 'peakLiveArrayBuffersBytes' });
    const ofStreams = makeGrowth({ ...BOUNDED, metric: 'peakBufferedBytes' });
    const byMetric = { ...ofStreams.byMetric, ...ofLive.byMetric };
    return { ...(where === 'none' ? ofStreams : ofLive), where, byMetric };
  };
  const OUTSIDE = 'outside-watched-streams';

  test('that becomes linear outside of the watched streams is a regression', () => {
    const compared = compare(liveIn(BOUNDED), liveIn(linear(1), OUTSIDE));
    expect(compared).toMatchObject({ verdict: 'regression', isGated: true, a: 0, b: 1 });
    expect(compared?.reason).toBe(
      'of peakLiveArrayBuffersBytes: bounded in A, linear in B, outside of the watched streams',
    );
    expect(compare(liveIn(linear(1), OUTSIDE), liveIn(BOUNDED))).toMatchObject({ verdict: 'improvement' });
  });

  test('outside of the watched streams of B is inconclusive where A did not read live memory', () => {
    expect(compare({ ...BOUNDED }, liveIn(linear(1), OUTSIDE))).toMatchObject({ verdict: 'inconclusive' });
  });

  test('of live memory differs only if the slopes are further apart than readings miss', () => {
    const verdictOf = (slope: number) =>
      compare(liveIn(linear(1), OUTSIDE), liveIn(linear(slope), OUTSIDE))?.verdict;
    expect([1.14, 1.16, 0.85].map(verdictOf)).toEqual(['pass', 'regression', 'improvement']);
  });

  test('of live memory that becomes linear is a regression also where the streams are linear in both', () => {
    const both = (live: Partial<Growth>): Growth => {
      const streams = makeGrowth({ ...linear(1), metric: 'peakBufferedBytes' });
      return { ...streams, byMetric: { ...streams.byMetric, ...liveIn(live).byMetric, ...streams.byMetric } };
    };
    expect(compare(both(BOUNDED), both(linear(1)))).toMatchObject({ verdict: 'regression' });
    expect(compare(both(linear(1)), both(linear(1)))).toMatchObject({ verdict: 'pass' });
  });

  test('that only A has is inconclusive, and that only B has is informational', () => {
    const [known, unknown] = [makeCase({ growth: makeGrowth() }), makeCase()];
    expect(compareGrowth(known, unknown)).toMatchObject({ verdict: 'inconclusive', isGated: true });
    expect(compareGrowth(unknown, known)).toMatchObject({ verdict: 'informational' });
    expect(compareGrowth(unknown, unknown)).toBeUndefined();
  });
});
