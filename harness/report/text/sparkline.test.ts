import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bridgeSingleGaps, drawSparkline, fitToWidth } from './sparkline.ts';

const series = fc.array(fc.option(fc.nat(), { freq: 4 }), { minLength: 1, maxLength: 300 });
const maxOf = (values: readonly (number | null)[]): number =>
  Math.max(-1, ...values.map((value) => value ?? -1));

describe('a sparkline', () => {
  test('has a bar for each eighth of the maximum', () => {
    expect(drawSparkline([1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe('▁▂▃▄▅▆▇█');
  });

  test('has the lowest bar for 0, and a space for a missing value', () => {
    expect(drawSparkline([0, null, 8], 8)).toBe('▁ █');
  });

  test('has the highest bar for values above the maximum', () => {
    expect(drawSparkline([9, 100], 8)).toBe('██');
  });

  test('has the lowest bars where the maximum is 0', () => {
    expect(drawSparkline([0, 0], 0)).toBe('▁▁');
  });

  test('has a full bar only for more than seven eighths', () => {
    expect(drawSparkline([7, 7.01], 8)).toBe('▇█');
  });
});

describe('fitting to a width', () => {
  test('joins adjacent values, each column their maximum', () => {
    expect(fitToWidth([1, 9, 2, 3, 4, 8], 3)).toEqual([9, 3, 8]);
    expect(fitToWidth([1, null, null, null], 2)).toEqual([1, null]);
  });

  test('spreads a few values over the columns, each about as wide', () => {
    expect(fitToWidth([1, 2], 4)).toEqual([1, 1, 2, 2]);
    expect(fitToWidth([1, 2, 3], 7)).toEqual([1, 1, 1, 2, 2, 3, 3]);
    expect(fitToWidth([5], 3)).toEqual([5, 5, 5]);
  });

  test('leaves values that fit unchanged, and an empty series empty', () => {
    expect(fitToWidth([1, null, 3], 3)).toEqual([1, null, 3]);
    expect(fitToWidth([], 50)).toEqual([]);
  });

  test('never loses a peak, and adds none', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 120 }), (values, width) => {
        const fitted = fitToWidth(values, width);
        expect(fitted).toHaveLength(width);
        expect(maxOf(fitted)).toBe(maxOf(values));
      }),
    );
  });
});

describe('a gap', () => {
  test('of one value is bridged by its left neighbour', () => {
    expect(bridgeSingleGaps([1, null, 3, null, 5])).toEqual([1, 1, 3, 3, 5]);
  });

  test('of more values stays open', () => {
    expect(bridgeSingleGaps([1, null, null, 4])).toEqual([1, null, null, 4]);
  });

  test('at either end stays open', () => {
    expect(bridgeSingleGaps([null, 2, null])).toEqual([null, 2, null]);
  });

  test('that is bridged adds no peak', () => {
    fc.assert(
      fc.property(series, (values) => {
        expect(maxOf(bridgeSingleGaps(values))).toBe(maxOf(values));
      }),
    );
  });
});
