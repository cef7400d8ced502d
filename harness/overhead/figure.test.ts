import { describe, expect, test } from 'vitest';
import { extremeFigure, isAllReached, medianFigure } from './figure.ts';

const gap = { name: 'gap', unit: 'ms' } as const;
const atMost = (limit: number) => ({ ...gap, target: { atMost: limit } });
const atLeast = (limit: number) => ({ ...gap, target: { atLeast: limit } });

describe('medianFigure', () => {
  test('reports the median and its interval', () => {
    // The ranks 1 to 20: at 95 % the interval is from rank 6 to rank 15.
    const ranks = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(medianFigure(gap, ranks)).toMatchObject({
      statistic: 'median',
      value: 10.5,
      low: 6,
      high: 15,
      n: 20,
    });
  });

  test('is judged by the median, not by its interval', () => {
    expect(medianFigure(atMost(2), [1, 2, 99]).isReached).toBe(true);
    expect(medianFigure(atLeast(2), [-99, 2, 3]).isReached).toBe(true);
  });

  test('misses a target that the median exceeds', () => {
    expect(medianFigure(atMost(1.9), [1, 2, 99]).isReached).toBe(false);
    expect(medianFigure(atLeast(2.1), [-99, 2, 3]).isReached).toBe(false);
  });
});

describe('extremeFigure', () => {
  test('reports the greatest value if the target is a maximum', () => {
    expect(extremeFigure(atMost(50), [11, 14, 12])).toMatchObject({
      statistic: 'greatest',
      value: 14,
      low: 11,
      high: 14,
      n: 3,
      isReached: true,
    });
  });

  test('reports the least value if the target is a minimum', () => {
    expect(extremeFigure(atLeast(90), [99, 89, 98])).toMatchObject({
      statistic: 'least',
      value: 89,
      isReached: false,
    });
  });

  test('one run beyond the target is enough to miss it', () => {
    expect(extremeFigure(atMost(50), [11, 51, 12]).isReached).toBe(false);
  });

  test('a value on the target reaches it', () => {
    expect(extremeFigure(atMost(50), [50]).isReached).toBe(true);
    expect(extremeFigure(atLeast(50), [50]).isReached).toBe(true);
  });

  test('without a target it reports the median and the range, and no verdict', () => {
    const figure = extremeFigure(gap, [3, 1, 8]);
    expect(figure).toMatchObject({ statistic: 'median', value: 3, low: 1, high: 8 });
    expect(figure).not.toHaveProperty('isReached');
    expect(figure).not.toHaveProperty('confidence');
  });

  test('reports the values in the order in which they were measured', () => {
    expect(extremeFigure(gap, [3, 1, 8]).values).toEqual([3, 1, 8]);
  });
});

describe('isAllReached', () => {
  test('figures without a target do not count', () => {
    expect(isAllReached([extremeFigure(gap, [1]), extremeFigure(atMost(1), [1])])).toBe(true);
  });

  test('one missed target is enough', () => {
    expect(isAllReached([extremeFigure(atMost(2), [1]), extremeFigure(atMost(1), [2])])).toBe(false);
  });
});
