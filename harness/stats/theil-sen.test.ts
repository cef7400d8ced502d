import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from './kendall.ts';
import { theilSen } from './theil-sen.ts';

const TIED_X = [1, 1, 2, 2, 4, 4, 8, 8, 16, 16];
const SIXTY = Array.from({ length: 60 }, (_, i) => ({ x: i, y: ((i * 37) % 101) + i / 2 }));

const zip = (xs: readonly number[], ys: readonly number[]): Point[] =>
  xs.map((x, index) => ({ x, y: ys[index] ?? Number.NaN }));

const permute = (values: readonly number[]): number[][] =>
  values.length === 0
    ? [[]]
    : values.flatMap((first) =>
        permute(values.filter((each) => each !== first)).map((rest) => [first, ...rest]),
      );

const somePoints = fc
  .array(fc.record({ x: fc.integer({ min: 0, max: 40 }), y: fc.integer({ min: -1000, max: 1000 }) }), {
    minLength: 2,
    maxLength: 30,
  })
  .filter((points) => new Set(points.map(({ x }) => x)).size > 1);

describe('theilSen', () => {
  // Slopes in order: 1/4, 2/3, 7/8, 27/28, 1, 13/12, 13/12, 8/7, 3/2, 3/2.
  const five = zip([1, 2, 4, 8, 16], [41, 42.5, 43, 49, 56]);

  // SciPy 1.10.1: scipy.stats.theilslopes(y, x, alpha=0.95, method='joint') → 1.0416666666666665,
  // 39.958333333333336
  test('slope and intercept of five points agree with SciPy', () => {
    const { slope, intercept } = theilSen(five);
    expect(Math.abs(slope - 1.0416666666666665)).toBeLessThan(1e-9);
    expect(Math.abs(intercept - 39.958333333333336)).toBeLessThan(1e-9);
  });

  test('five points at 95 percent give the lowest and the highest slope', () => {
    // The full range misses the two orders of 120 in which all pairs fall, or all rise. The next pair of
    // slopes also misses those with one pair that differs: 1 − 2(1 + 4)/120 = 0.917 is not enough.
    const fit = theilSen(five);
    expect(fit).toMatchObject({ low: 0.25, high: 1.5 });
    expect(fit.confidence).toBeCloseTo(1 - 2 / 120, 14);
  });

  test('five points at 90 percent leave out the lowest and the highest slope', () => {
    const fit = theilSen(five, 0.9);
    expect(fit).toMatchObject({ low: 2 / 3, high: 1.5 });
    expect(fit.confidence).toBeCloseTo(1 - 10 / 120, 14);
  });

  // All n! orders but the two: 1 − 2/n!.
  test.each([
    [2, 0],
    [3, 2 / 3],
    [4, 11 / 12],
  ])('%d points are too few, so the full range is given with its coverage %d', (n, coverage) => {
    const fit = theilSen(five.slice(0, n));
    expect(fit.confidence).toBeCloseTo(coverage, 14);
    expect(fit.high).toBe(1.5);
  });

  test('the interval of five points without a trend encloses 0 in all but 2 of 120 orders', () => {
    const fits = permute([1, 2, 3, 4, 5]).map((order) => theilSen(zip([1, 2, 4, 8, 16], order)));
    expect(fits.filter(({ low, high }) => low <= 0 && high >= 0)).toHaveLength(118);
  });

  test('the interval of six points without a trend encloses 0 as often as it says', () => {
    const fits = permute([1, 2, 3, 4, 5, 6]).map((order) => theilSen(zip([0, 1, 2, 3, 4, 5], order)));
    const share = fits.filter(({ low, high }) => low <= 0 && high >= 0).length / fits.length;
    for (const { confidence } of fits) expect(confidence).toBeCloseTo(share, 12);
  });

  // SciPy 1.10.1: scipy.stats.theilslopes(y, x, alpha, method='joint') → slope, intercept, low, high.
  // Its interval is the same normal approximation, except for ties in both x and y: see the next test.
  test.each([
    [
      'sixty points at 95 percent',
      SIXTY,
      0.95,
      [0.7727272727272727, 41.31818181818181, 0.09259259259259259, 1.14],
    ],
    [
      'sixty points at 99 percent',
      SIXTY,
      0.99,
      [0.7727272727272727, 41.31818181818181, -0.014285714285714285, 1.2924528301886793],
    ],
    [
      'ties in x',
      zip(TIED_X, [5, 6, 6.5, 7, 6.25, 9, 9.5, 11, 12, 12.5]),
      0.95,
      [0.48958333333333337, 5.515625, 0.3125, 0.8571428571428571],
    ],
    [
      'ties in x and y',
      zip(TIED_X, [5, 6, 6, 7, 6, 9, 9, 11, 12, 12]),
      0.9,
      [0.4476190476190476, 5.261904761904762, 0.3333333333333333, 0.75],
    ],
  ])('the fit and the interval of %s agree with SciPy', (_name, points, confidence, expected) => {
    const fit = theilSen(points, confidence);
    for (const [index, figure] of [fit.slope, fit.intercept, fit.low, fit.high].entries()) {
      expect(Math.abs(figure - (expected[index] ?? Number.NaN))).toBeLessThan(1e-9);
    }
    expect(fit.confidence).toBeGreaterThanOrEqual(confidence);
  });

  test('ties in both x and y widen the interval where SciPy leaves out what they share', () => {
    // SciPy's variance is 114.33, by which ranks 10 and 31 of 40 slopes cover 0.9505; the whole variance
    // is 114.89, by which they cover 0.9499, so that ranks 9 and 32 are needed, covering 0.9681.
    const fit = theilSen(zip(TIED_X, [5, 6, 6, 7, 6, 9, 9, 11, 12, 12]));
    expect(fit).toMatchObject({ low: 0.25, high: 6 / 7 });
    // SciPy 1.10.1: 1 - 2 * norm.sf((40 + 1 - 2 * 9) / sqrt(114.8888888888889))
    expect(Math.abs(fit.confidence - 0.9681108958767065)).toBeLessThan(1e-9);
  });

  test('the coverage of an approximate interval is that of its ranks', () => {
    // SciPy 1.10.1: rank 731 of 1770 slopes, 1 - 2 * norm.sf((1770 + 1 - 2 * 731) / sqrt(60 * 59 * 125 / 18))
    expect(Math.abs(theilSen(SIXTY).confidence - 0.9512509277810393)).toBeLessThan(1e-9);
  });

  test('one outlier among many points does not move the slope', () => {
    const points = Array.from({ length: 11 }, (_, x) => ({ x, y: x === 7 ? 1e9 : 3 * x + 2 }));
    expect(theilSen(points)).toMatchObject({ slope: 3, intercept: 2 });
  });

  test('constant values at shared volumes do not claim a certain interval', () => {
    const fit = theilSen(TIED_X.map((x) => ({ x, y: 5 })));
    expect(fit).toMatchObject({ slope: 0, intercept: 5, low: 0, high: 0 });
    expect(fit.confidence).toBeLessThan(1);
  });

  test('two groups of points in which nearly all y are equal still have an interval', () => {
    // By SciPy's formula the variance would be negative here: (20·19·45 − 2·10·9·25 − 19·18·43)/18 = −117.
    const points = Array.from({ length: 20 }, (_, index) => ({ x: index % 2, y: index === 0 ? 1 : 0 }));
    const fit = theilSen(points);
    expect(fit).toMatchObject({ slope: 0 });
    expect(fit.confidence).toBeGreaterThanOrEqual(0.95);
  });

  test.each([[[]], [[{ x: 1, y: 1 }]], [zip([2, 2, 2], [1, 2, 3])]])(
    'points with fewer than two distinct x are refused',
    (points) => {
      expect(() => theilSen(points)).toThrow(RangeError);
    },
  );

  test('NaN among the points is refused', () => {
    expect(() => theilSen(zip([1, 2, 3], [1, Number.NaN, 3]))).toThrow(RangeError);
  });

  test('a confidence in percent is refused', () => {
    expect(() => theilSen(five, 95)).toThrow(RangeError);
  });

  test('the order in which points are given changes nothing', () => {
    fc.assert(
      fc.property(somePoints, (points) => {
        expect(theilSen([...points].reverse())).toEqual(theilSen(points));
      }),
    );
  });

  test('shifting y moves the intercept and leaves the slope and its interval', () => {
    fc.assert(
      fc.property(somePoints, fc.integer({ min: -1e6, max: 1e6 }), (points, shift) => {
        const { intercept, ...slopes } = theilSen(points);
        const shifted = theilSen(points.map(({ x, y }) => ({ x, y: y + shift })));
        expect(shifted).toMatchObject(slopes);
        expect(shifted.intercept).toBeCloseTo(intercept + shift, 6);
      }),
    );
  });

  test('scaling y scales slope, intercept and interval', () => {
    fc.assert(
      fc.property(somePoints, fc.integer({ min: -20, max: 20 }), (points, exponent) => {
        // By a power of two, so that nothing is rounded.
        const factor = 2 ** exponent;
        const { slope, intercept, low, high, confidence } = theilSen(points);
        const scaled = theilSen(points.map(({ x, y }) => ({ x, y: factor * y })));
        expect(scaled).toEqual({
          slope: factor * slope,
          intercept: factor * intercept,
          low: factor * low,
          high: factor * high,
          confidence,
        });
      }),
    );
  });

  test('negating y negates the interval', () => {
    fc.assert(
      fc.property(somePoints, (points) => {
        const { low, high } = theilSen(points);
        const turned = theilSen(points.map(({ x, y }) => ({ x, y: -y })));
        expect(turned.low + high).toBe(0);
        expect(turned.high + low).toBe(0);
      }),
    );
  });

  test('the slope lies in its interval', () => {
    fc.assert(
      fc.property(somePoints, (points) => {
        const { slope, low, high } = theilSen(points);
        expect(low).toBeLessThanOrEqual(slope);
        expect(high).toBeGreaterThanOrEqual(slope);
      }),
    );
  });
});
