import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hodgesLehmann, hodgesLehmannShift } from './hodges-lehmann.ts';
import { wilcoxonSignedRank } from './wilcoxon-signed-rank.ts';

const spread = (n: number): number[] =>
  Array.from({ length: n }, (_, i) => (((i * 37) % 101) - 30) / 10 + i / 1000);

const someValues = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 });

const someConfidence = fc.constantFrom(0.5, 0.9, 0.95, 0.98, 0.99);

/** By a power of two, so that nothing is rounded. */
const someFactor = fc.integer({ min: -20, max: 20 }).map((exponent) => 2 ** exponent);

describe('hodgesLehmann', () => {
  // R 4.2.2: x <- ((i*37) %% 101 - 30)/10 + i/1000 for i <- 0:(n-1);
  // r <- wilcox.test(x, exact=TRUE, conf.int=TRUE, conf.level=confidence); r$estimate; r$conf.int;
  // coverage: q <- max(1, qsignrank((1-confidence)/2, n)); 1 - 2*psignrank(q-1, n)
  test.each([
    [5, 0.95, 0.701, -3, 4.402, 0.9375],
    [10, 0.95, 1.704, -0.994, 4.056, 0.951171875],
    [10, 0.98, 1.704, -1.4955, 4.5575, 0.98046875],
    [10, 0.99, 1.704, -1.997, 5.405, 0.990234375],
    [20, 0.98, 1.8595, 0.009, 3.71, 0.98076629638671875],
    [20, 0.99, 1.8595, -0.337, 4.056, 0.99056434631347656],
    [30, 0.95, 1.8595, 0.666, 3.018, 0.95028987899422646],
    [30, 0.98, 1.8595, 0.355, 3.329, 0.98033918440341949],
    [30, 0.99, 1.8595, 0.1645, 3.5195, 0.99006848968565464],
  ])('the interval of %d values at %d agrees with R', (n, confidence, estimate, low, high, coverage) => {
    const result = hodgesLehmann(spread(n), confidence);
    expect(Math.abs(result.estimate - estimate)).toBeLessThan(1e-9);
    expect(Math.abs(result.low - low)).toBeLessThan(1e-9);
    expect(Math.abs(result.high - high)).toBeLessThan(1e-9);
    expect(Math.abs(result.confidence - coverage)).toBeLessThan(1e-12);
  });

  // R 4.2.2: 1 - 2*psignrank(qsignrank((1-confidence)/2, n) - 1, n)
  test.each([
    [60, 0.98, 0.98016774051810984],
    [60, 0.99, 0.99018119917422853],
    [200, 0.95, 0.95003036870002544],
    [200, 0.99, 0.99000844262775567],
  ])('the coverage of %d values at %d agrees with R', (n, confidence, coverage) => {
    expect(Math.abs(hodgesLehmann(spread(n), confidence).confidence - coverage)).toBeLessThan(1e-12);
  });

  test('the estimate of three values is the median of their six means', () => {
    // 1, 2, 3.5 (of 1 and 6), 3, 4.5 and 6.
    expect(hodgesLehmann([1, 3, 6])).toMatchObject({ estimate: 3.25, low: 1, high: 6 });
  });

  // Outside the range only if all n values fall on one side of the centre: 1 − 2/2ⁿ.
  test.each([
    [1, 0],
    [2, 0.5],
    [3, 0.75],
    [6, 0.96875],
  ])(
    '%d values are too few for 98 percent, so the full range is given with its coverage %d',
    (n, coverage) => {
      const values = spread(n);
      const result = hodgesLehmann(values, 0.98);
      expect(result).toMatchObject({ low: Math.min(...values), high: Math.max(...values) });
      expect(result.confidence).toBe(coverage);
    },
  );

  test('values that are all equal are their own estimate and interval', () => {
    expect(hodgesLehmann(new Array(10).fill(0.25))).toMatchObject({ estimate: 0.25, low: 0.25, high: 0.25 });
  });

  test('a few wild values do not move the estimate far', () => {
    const values = spread(30);
    const [, , ...rest] = values;
    const { low, high } = hodgesLehmann(values);
    const { estimate } = hodgesLehmann([1e300, 1e300, ...rest]);
    expect(estimate).toBeGreaterThan(low);
    expect(estimate).toBeLessThan(high);
  });

  test('values near the largest there are do not overflow', () => {
    expect(hodgesLehmann([1.5e308, 1.7e308]).estimate / 1.6e308).toBeCloseTo(1, 12);
  });

  test.each([[[]], [[1, Number.NaN]], [[1, Number.POSITIVE_INFINITY]]])('values %j are refused', (values) => {
    expect(() => hodgesLehmann(values)).toThrow(RangeError);
  });

  test('a confidence in percent is refused', () => {
    expect(() => hodgesLehmann([1, 2, 3], 98)).toThrow(RangeError);
  });

  test('the estimate lies in its interval, and more confidence never narrows it', () => {
    fc.assert(
      fc.property(someValues, (values) => {
        const usual = hodgesLehmann(values, 0.9);
        const wide = hodgesLehmann(values, 0.99);
        expect(usual.low).toBeLessThanOrEqual(usual.estimate);
        expect(usual.high).toBeGreaterThanOrEqual(usual.estimate);
        expect(wide.low).toBeLessThanOrEqual(usual.low);
        expect(wide.high).toBeGreaterThanOrEqual(usual.high);
      }),
    );
  });

  test('the estimate and the interval move and stretch with the values', () => {
    fc.assert(
      fc.property(someValues, fc.integer({ min: -1e6, max: 1e6 }), someFactor, (values, shift, factor) => {
        const { estimate, low, high, confidence } = hodgesLehmann(values);
        const moved = hodgesLehmann(values.map((each) => factor * (each + shift)));
        expect(moved.estimate - factor * (estimate + shift)).toBe(0);
        expect(moved.low - factor * (low + shift)).toBe(0);
        expect(moved.high - factor * (high + shift)).toBe(0);
        expect(moved.confidence).toBe(confidence);
      }),
    );
  });

  test('turning the values around turns the interval around', () => {
    fc.assert(
      fc.property(someValues, (values) => {
        const { estimate, low, high } = hodgesLehmann(values);
        const turned = hodgesLehmann(values.map((each) => -each));
        expect(turned.estimate + estimate).toBe(0);
        expect(turned.low + high).toBe(0);
        expect(turned.high + low).toBe(0);
      }),
    );
  });

  test('the interval holds every centre that the signed-rank test does not reject, and no other', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 7, maxLength: 30 });
    fc.assert(
      fc.property(distinct, someConfidence, (values, confidence) => {
        const { low, high, confidence: coverage } = hodgesLehmann(values, confidence);
        const pAround = (centre: number): number =>
          wilcoxonSignedRank(values.map((each) => each - centre)).pTwoSided;
        fc.pre(coverage >= confidence && hasNoTies(values));
        // Means are multiples of ½: a quarter beyond a bound passes that mean and no other.
        expect(pAround(low - 0.25)).toBeLessThanOrEqual(1 - confidence + 1e-12);
        expect(pAround(high + 0.25)).toBeLessThanOrEqual(1 - confidence + 1e-12);
        if (low < high) {
          expect(pAround(low + 0.25)).toBeGreaterThan(1 - confidence);
          expect(pAround(high - 0.25)).toBeGreaterThan(1 - confidence);
        }
      }),
    );
  });
});

describe('hodgesLehmannShift', () => {
  const listFrom = (n: number): number[] =>
    Array.from({ length: n }, (_, i) => ((i * 37) % 101) / 10 + i / 1000);
  const listTo = (n: number): number[] =>
    Array.from({ length: n }, (_, i) => (((i * 53) % 97) + 25) / 10 + i / 128);

  // R 4.2.2: x <- (i*37) %% 101/10 + i/1000 for i <- 0:(m-1); y <- ((j*53) %% 97 + 25)/10 + j/128 for
  // j <- 0:(n-1); r <- wilcox.test(y, x, exact=TRUE, conf.int=TRUE, conf.level=confidence); r$estimate;
  // r$conf.int; coverage: q <- max(1, qwilcox((1-confidence)/2, m, n)); 1 - 2*pwilcox(q-1, m, n)
  test.each([
    [3, 3, 0.95, 0.4058125, -4.902, 7.8078125, 0.9],
    [4, 4, 0.9, 2.4563125, -3.986375, 7.8078125, 0.942857142857143],
    [4, 4, 0.95, 2.4563125, -4.902, 8.7234375, 0.971428571428571],
    [3, 10, 0.95, 3.28415625, -2.155125, 8.7234375, 0.951048951048951],
    [5, 5, 0.9, 2.412625, -1.288375, 5.0224375, 0.904761904761905],
    [5, 5, 0.98, 2.412625, -3.986375, 7.8078125, 0.984126984126984],
    [7, 5, 0.95, 1.409625, -3.07075, 5.8018125, 0.952020202020202],
    [10, 10, 0.95, 2.3689375, -0.5971875, 5.8018125, 0.956742947455022],
    [10, 10, 0.98, 2.3689375, -1.288375, 6.6300625, 0.981456623871485],
  ])(
    'the interval from %d to %d values at %d agrees with R',
    (m, n, confidence, estimate, low, high, coverage) => {
      const result = hodgesLehmannShift({ from: listFrom(m), to: listTo(n) }, confidence);
      expect(Math.abs(result.estimate - estimate)).toBeLessThan(1e-9);
      expect(Math.abs(result.low - low)).toBeLessThan(1e-9);
      expect(Math.abs(result.high - high)).toBeLessThan(1e-9);
      expect(Math.abs(result.confidence - coverage)).toBeLessThan(1e-12);
    },
  );

  test('three against three leave out nothing, and miss one order in ten', () => {
    // All of one sample above the other: 2 of the 6!/(3!·3!) = 20 orders.
    const result = hodgesLehmannShift({ from: [1, 2, 3], to: [11, 12, 14] });
    expect(result).toMatchObject({ estimate: 10, low: 8, high: 13 });
    expect(result.confidence).toBeCloseTo(0.9, 14);
  });

  test('one against one has a difference and no confidence', () => {
    expect(hodgesLehmannShift({ from: [3], to: [5] })).toEqual({
      estimate: 2,
      low: 2,
      high: 2,
      confidence: 0,
    });
  });

  test.each([
    [[], [1]],
    [[1], []],
    [[1, Number.NaN], [1]],
    [[1], [Number.NEGATIVE_INFINITY]],
  ])('from %j to %j is refused', (from, to) => {
    expect(() => hodgesLehmannShift({ from, to })).toThrow(RangeError);
  });

  test('the estimate and the interval move with either sample', () => {
    const someShift = fc.integer({ min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(someValues, someValues, someShift, someFactor, (from, to, shift, factor) => {
        const { estimate, low, high, confidence } = hodgesLehmannShift({ from, to });
        const moved = hodgesLehmannShift({
          from: from.map((each) => factor * each),
          to: to.map((each) => factor * (each + shift)),
        });
        expect(moved.estimate - factor * (estimate + shift)).toBe(0);
        expect(moved.low - factor * (low + shift)).toBe(0);
        expect(moved.high - factor * (high + shift)).toBe(0);
        expect(moved.confidence).toBe(confidence);
      }),
    );
  });

  test('exchanging the samples turns the interval around', () => {
    fc.assert(
      fc.property(someValues, someValues, (from, to) => {
        const there = hodgesLehmannShift({ from, to });
        const back = hodgesLehmannShift({ from: to, to: from });
        expect(there.low).toBeLessThanOrEqual(there.estimate);
        expect(there.high).toBeGreaterThanOrEqual(there.estimate);
        expect(back.estimate + there.estimate).toBe(0);
        expect(back.low + there.high).toBe(0);
        expect(back.high + there.low).toBe(0);
        expect(back.confidence).toBeCloseTo(there.confidence, 12);
      }),
    );
  });
});

/** Whether the means of all pairs differ. */
function hasNoTies(values: readonly number[]): boolean {
  const sums = values.flatMap((a, index) => values.slice(index).map((b) => a + b));
  return new Set(sums).size === sums.length;
}
