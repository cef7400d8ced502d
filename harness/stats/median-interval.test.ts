import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { medianInterval } from './median-interval.ts';

/** The values 1 to n, so that a value is its own rank. */
const ranksUpTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

const someNumbers = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 200 });

describe('medianInterval', () => {
  // SciPy 1.10.1: the largest rank r with c = 1 - 2 * scipy.stats.binom.cdf(r - 1, n, 0.5) >= confidence.
  test.each([
    [20, 0.95, 6, 0.9586105346679688],
    [30, 0.95, 10, 0.9572260547429323],
    [30, 0.99, 8, 0.9947771206498146],
    [101, 0.95, 41, 0.9539559330706572],
    [1000, 0.95, 469, 0.9537088026395019],
    [100_000, 0.95, 49_690, 0.9504442853304775],
    [100_000, 0.999, 49_480, 0.9990050754180471],
  ])('the interval of %d values at %d agrees with SciPy', (n, confidence, rank, coverage) => {
    const interval = medianInterval(ranksUpTo(n), confidence);
    expect(interval).toMatchObject({ n, median: (n + 1) / 2, low: rank, high: n + 1 - rank });
    expect(Math.abs(interval.confidence - coverage)).toBeLessThan(1e-9);
  });

  // Outside the range only if all n values fall on one side of the median: 1 − 2/2ⁿ.
  test.each([
    [1, 0],
    [2, 0.5],
    [3, 0.75],
    [4, 0.875],
    [5, 0.9375],
  ])('%d values are too few, so the full range is given with its coverage %d', (n, coverage) => {
    const interval = medianInterval(ranksUpTo(n));
    expect(interval).toMatchObject({ low: 1, high: n });
    expect(interval.confidence).toBeCloseTo(coverage, 14);
  });

  test('six values are the fewest that reach 95 percent', () => {
    // 1 − 2/2⁶
    expect(medianInterval(ranksUpTo(6)).confidence).toBeCloseTo(0.96875, 14);
  });

  test('eight values at 90 percent leave out the lowest and the highest', () => {
    // Ranks 2 and 7 miss k ≤ 1 and k ≥ 7: 1 − 2(1 + 8)/2⁸ = 0.9297. Ranks 3 and 6: 1 − 2·37/256 = 0.7109.
    const interval = medianInterval(ranksUpTo(8), 0.9);
    expect(interval).toMatchObject({ low: 2, high: 7 });
    expect(interval.confidence).toBeCloseTo(1 - 18 / 256, 14);
  });

  test('no values are refused', () => {
    expect(() => medianInterval([])).toThrow(RangeError);
  });

  test('a confidence in percent is refused', () => {
    expect(() => medianInterval([1, 2, 3], 95)).toThrow(RangeError);
  });

  test('the order of the values changes nothing', () => {
    fc.assert(
      fc.property(someNumbers, (values) => {
        expect(medianInterval([...values].reverse())).toEqual(medianInterval(values));
      }),
    );
  });

  test('the median lies in its interval, and more confidence never narrows it', () => {
    fc.assert(
      fc.property(someNumbers, (values) => {
        const usual = medianInterval(values, 0.9);
        const wide = medianInterval(values, 0.99);
        expect(usual.low).toBeLessThanOrEqual(usual.median);
        expect(usual.high).toBeGreaterThanOrEqual(usual.median);
        expect(wide.low).toBeLessThanOrEqual(usual.low);
        expect(wide.high).toBeGreaterThanOrEqual(usual.high);
      }),
    );
  });
});
