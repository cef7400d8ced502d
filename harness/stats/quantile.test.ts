import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { median, orderStatistic, quantile, sortNumbers } from './quantile.ts';

const someNumbers = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });

describe('quantile', () => {
  // NumPy 1.24.2: numpy.quantile([1, 2, 4, 8, 16, 32], p), whose default is type 7.
  test.each([
    [0, 1],
    [0.1, 1.5],
    [0.25, 2.5],
    [0.5, 6],
    [0.9, 24],
    [1, 32],
  ])('the %d quantile agrees with NumPy', (p, expected) => {
    expect(quantile([1, 2, 4, 8, 16, 32], p)).toBeCloseTo(expected, 12);
  });

  test('a quantile of a single value is that value', () => {
    expect(quantile([7], 0.3)).toBe(7);
  });

  test('a quantile that falls on a value is not disturbed by an infinite neighbour', () => {
    expect(quantile([1, 2, Number.POSITIVE_INFINITY], 0.5)).toBe(2);
  });

  test('a quantile of no values is refused', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });

  test.each([-0.1, 1.1, Number.NaN])('a quantile at p = %d is refused', (p) => {
    expect(() => quantile([1, 2], p)).toThrow(RangeError);
  });

  test('a quantile never falls as p rises', () => {
    fc.assert(
      fc.property(someNumbers, fc.integer({ min: 0, max: 9 }), (values, tenths) => {
        const sorted = sortNumbers(values);
        const tolerance = 1e-6;
        expect(quantile(sorted, (tenths + 1) / 10)).toBeGreaterThanOrEqual(
          quantile(sorted, tenths / 10) - tolerance,
        );
      }),
    );
  });
});

describe('median', () => {
  test('the median of an odd number of values is the middle one', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  test('the median of an even number of values lies halfway between the middle two', () => {
    expect(median([9, 1, 5, 2])).toBe(3.5);
  });

  test('numbers are ordered as numbers, not as text', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  test('the input array is not reordered', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test('the median of no values is refused', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  test('the median of values with NaN among them is refused', () => {
    expect(() => median([1, Number.NaN, 2])).toThrow(RangeError);
  });

  test('at least half of the values are no larger, and half no smaller', () => {
    fc.assert(
      fc.property(someNumbers, (values) => {
        const middle = median(values);
        expect(values.filter((value) => value <= middle).length * 2).toBeGreaterThanOrEqual(values.length);
        expect(values.filter((value) => value >= middle).length * 2).toBeGreaterThanOrEqual(values.length);
      }),
    );
  });
});

describe('orderStatistic', () => {
  test('rank 1 is the lowest value', () => {
    expect(orderStatistic([4, 5, 6], 1)).toBe(4);
  });

  test.each([0, 4, 1.5])('rank %d of three values is refused', (rank) => {
    expect(() => orderStatistic([4, 5, 6], rank)).toThrow(RangeError);
  });
});
