import { describe, expect, test } from 'vitest';
import { normalUpperTail } from './normal.ts';

describe('normalUpperTail', () => {
  // SciPy 1.10.1: scipy.stats.norm.sf(z). The figures around 3 lie on both sides of the change of method.
  test.each([
    [0, 0.5],
    [1, 0.15865525393145707],
    [1.959963984540054, 0.025],
    [2.999, 0.0013543365337271057],
    [3, 0.0013498980316300933],
    [3.001, 0.0013454728250849653],
    [6, 9.865876450376946e-10],
    [10, 7.61985302416047e-24],
    [-1, 0.8413447460685429],
    [-5, 0.9999997133484281],
  ])('the tail above %d agrees with SciPy', (z, expected) => {
    expect(normalUpperTail(z) / expected).toBeCloseTo(1, 11);
  });

  test('the tail above infinity is empty', () => {
    expect(normalUpperTail(Number.POSITIVE_INFINITY)).toBe(0);
  });

  test('everything lies above minus infinity', () => {
    expect(normalUpperTail(Number.NEGATIVE_INFINITY)).toBe(1);
  });
});
