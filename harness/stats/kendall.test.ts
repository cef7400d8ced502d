import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  computeKendallDistribution,
  computeVarianceOfS,
  countTies,
  isExactlyKnown,
  mannKendall,
  mannKendallOfPoints,
  type Point,
} from './kendall.ts';
import { normalUpperTail } from './normal.ts';

const TIED_X = [1, 1, 2, 2, 4, 4, 8, 8, 16, 16];

const zip = (xs: readonly number[], ys: readonly number[]): Point[] =>
  xs.map((x, index) => ({ x, y: ys[index] ?? Number.NaN }));

const permute = (values: readonly number[]): number[][] =>
  values.length === 0
    ? [[]]
    : values.flatMap((first) =>
        permute(values.filter((each) => each !== first)).map((rest) => [first, ...rest]),
      );

const somePoints = fc.array(
  fc.record({ x: fc.integer({ min: 0, max: 20 }), y: fc.integer({ min: -50, max: 50 }) }),
  { minLength: 2, maxLength: 60 },
);

describe('computeKendallDistribution', () => {
  // Orders of n values by their number of falling pairs, written out: for n = 3, 123 has 0, 132 and 213
  // have 1, 231 and 312 have 2, 321 has 3.
  test.each([
    [1, [1]],
    [2, [1, 1]],
    [3, [1, 2, 2, 1]],
    [4, [1, 3, 5, 6, 5, 3, 1]],
    [5, [1, 4, 9, 15, 20, 22, 20, 15, 9, 4, 1]],
  ])('the distribution for %d values counts their orders', (n, counts) => {
    const orders = counts.reduce((sum, count) => sum + count, 0);
    const probabilities = computeKendallDistribution(n);
    expect(probabilities).toHaveLength(counts.length);
    for (const [d, count] of counts.entries()) expect(probabilities[d]).toBeCloseTo(count / orders, 14);
  });

  test('the distribution for fifty values is symmetric and sums to 1', () => {
    const probabilities = computeKendallDistribution(50);
    expect(probabilities).toHaveLength((50 * 49) / 2 + 1);
    expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    for (const [d, mirrored] of [...probabilities].reverse().entries()) {
      expect((probabilities[d] ?? 0) / mirrored).toBeCloseTo(1, 10);
    }
  });
});

describe('mannKendall', () => {
  test('five rising values have the chance of one order in 120', () => {
    const result = mannKendall([1, 2, 3, 4, 5]);
    expect(result).toMatchObject({ s: 10, exact: true });
    expect(result.pIncreasing).toBeCloseTo(1 / 120, 15);
  });

  test('five falling values say nothing for a rising trend', () => {
    const result = mannKendall([5, 4, 3, 2, 1]);
    expect(result.s).toBe(-10);
    expect(result.pIncreasing).toBeCloseTo(1, 14);
  });

  test('the exact chance of every order of six values is the share of orders that rise as much', () => {
    const all = permute([1, 2, 3, 4, 5, 6]).map((order) => mannKendall(order));
    for (const { s, pIncreasing } of all) {
      const share = all.filter((other) => other.s >= s).length / all.length;
      expect(pIncreasing).toBeCloseTo(share, 12);
    }
  });

  // SciPy 1.10.1: scipy.stats.kendalltau(range(n), y, alternative='greater', method='exact').pvalue
  test.each([
    ['five values', [3, 1, 2, 5, 4], 0.24166666666666667],
    ['ten values', [3, 1, 4, 15, 9, 2, 6, 5, 35, 8], 0.07787092151675486],
    ['fifty values', Array.from({ length: 50 }, (_, i) => (i * 37) % 101), 0.19774076744430064],
  ])('the exact chance of %s agrees with SciPy', (_name, values, expected) => {
    const result = mannKendall(values);
    expect(result.exact).toBe(true);
    expect(Math.abs(result.pIncreasing - expected)).toBeLessThan(1e-9);
  });

  // SciPy 1.10.1 has no continuity correction, so its variance is taken back out of its p-value:
  // p = kendalltau(x, y, method='asymptotic').pvalue; var = (S / norm.isf(p / 2)) ** 2;
  // expected = norm.sf((S - 1) / sqrt(var)).
  test.each([
    [
      'sixty values without ties',
      zip(
        Array.from({ length: 60 }, (_, i) => i),
        Array.from({ length: 60 }, (_, i) => ((i * 37) % 101) + i / 2),
      ),
      370,
      0.009299918324297045,
    ],
    ['ties in y', zip([0, 1, 2, 3, 4, 5, 6, 7], [1, 2, 2, 3, 3, 3, 5, 4]), 22, 0.0035072919410408087],
    ['ties in x', zip(TIED_X, [5, 6, 6.5, 7, 6.25, 9, 9.5, 11, 12, 12.5]), 36, 0.0006990373206057743],
    ['ties in x and y', zip(TIED_X, [5, 6, 6, 7, 6, 9, 9, 11, 12, 12]), 34, 0.001039342818850226],
  ])('the approximate chance with %s agrees with SciPy', (_name, points, s, expected) => {
    const result = mannKendallOfPoints(points);
    expect(result).toMatchObject({ s, exact: false });
    expect(Math.abs(result.pIncreasing - expected)).toBeLessThan(1e-9);
  });

  test('where the approximation takes over, it is close to the exact chance', () => {
    const values = Array.from({ length: 50 }, (_, i) => (i * 37) % 101);
    const { s, pIncreasing } = mannKendall(values);
    const approximate = normalUpperTail((s - 1) / Math.sqrt(computeVarianceOfS(50, [], [])));
    expect(Math.abs(approximate - pIncreasing)).toBeLessThan(0.001);
  });

  test('equal values have no trend', () => {
    expect(mannKendall([7, 7, 7, 7, 7])).toMatchObject({ s: 0, pIncreasing: 1 });
  });

  test('points at a single x have no trend', () => {
    expect(mannKendallOfPoints(zip([3, 3, 3], [1, 2, 3]))).toMatchObject({ s: 0, pIncreasing: 1 });
  });

  test.each([[[]], [[1]]])('fewer than two values have no trend', (values) => {
    expect(mannKendall(values)).toMatchObject({ s: 0, pIncreasing: 1 });
  });

  test('NaN among the values is refused', () => {
    expect(() => mannKendall([1, Number.NaN, 3])).toThrow(RangeError);
  });

  test('the order in which points are given changes nothing', () => {
    fc.assert(
      fc.property(somePoints, (points) => {
        expect(mannKendallOfPoints([...points].reverse())).toEqual(mannKendallOfPoints(points));
      }),
    );
  });

  test('turning y around turns S around', () => {
    fc.assert(
      fc.property(somePoints, (points) => {
        const { s } = mannKendallOfPoints(points);
        const turned = mannKendallOfPoints(points.map(({ x, y }) => ({ x, y: -y })));
        expect(turned.s + s).toBe(0);
      }),
    );
  });

  test('the chance is never below 0 or above 1', () => {
    fc.assert(
      fc.property(somePoints, (points) => {
        const { pIncreasing } = mannKendallOfPoints(points);
        expect(pIncreasing).toBeGreaterThanOrEqual(0);
        expect(pIncreasing).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('computeVarianceOfS', () => {
  test('without ties it is n(n − 1)(2n + 5)/18', () => {
    expect(computeVarianceOfS(10, [], [])).toBe((10 * 9 * 25) / 18);
  });

  test('it is that of the exact distribution', () => {
    // S = 10 − 2d for five values, and its mean is 0.
    const squares = computeKendallDistribution(5).map((probability, d) => probability * (10 - 2 * d) ** 2);
    expect(squares.reduce((sum, each) => sum + each, 0)).toBeCloseTo(computeVarianceOfS(5, [], []), 12);
  });

  test('with ties in x and y it is that over every pairing of the two', () => {
    const xs = [1, 1, 2, 3, 3, 3];
    const ys = [1, 2, 2, 2, 3, 3];
    // Mean of S² over all orders of ys against xs; the mean of S is 0.
    const squares = permute([0, 1, 2, 3, 4, 5])
      .map((order) => order.map((index) => ys[index] ?? Number.NaN))
      .map((order) => mannKendallOfPoints(zip(xs, order)).s ** 2);
    const mean = squares.reduce((sum, each) => sum + each, 0) / squares.length;
    expect(computeVarianceOfS(6, countTies(xs), countTies(ys))).toBeCloseTo(mean, 10);
  });

  test('it is zero where all values are equal', () => {
    expect(computeVarianceOfS(7, [2, 2, 3], [7])).toBe(0);
  });

  test('two points with one x have none', () => {
    expect(computeVarianceOfS(2, [2], [1, 1])).toBe(0);
  });
});

describe('countTies', () => {
  test('each distinct value is counted once', () => {
    expect(countTies([4, 2, 4, 4, 9])).toEqual([3, 1, 1]);
  });
});

describe('isExactlyKnown', () => {
  test('fifty values without ties are, fifty-one are not', () => {
    const single = (n: number): number[] => new Array<number>(n).fill(1);
    expect(isExactlyKnown(50, single(50))).toBe(true);
    expect(isExactlyKnown(51, single(51))).toBe(false);
  });

  test('values with a tie are not', () => {
    expect(isExactlyKnown(3, [1, 1, 1], [2, 1])).toBe(false);
  });
});
