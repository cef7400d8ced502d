import { describe, expect, test } from 'vitest';
import { normalUpperQuantile, normalUpperTail } from './normal.ts';

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

describe('normalUpperQuantile', () => {
  // R 4.2.2: qnorm(p, lower.tail=FALSE)
  test.each([
    [0.5, 0],
    [0.25, 0.67448975019608171],
    [0.05, 1.6448536269514726],
    [0.01, 2.3263478740408408],
    [0.001, 3.0902323061678132],
    [1e-10, 6.3613409024040557],
    [1e-300, 37.047096299361201],
  ])('the value reached with chance %d agrees with R', (p, expected) => {
    expect(Math.abs(normalUpperQuantile(p) - expected)).toBeLessThan(1e-11);
  });

  test('the smallest number there is has a quantile', () => {
    expect(normalUpperTail(normalUpperQuantile(Number.MIN_VALUE))).toBeLessThanOrEqual(Number.MIN_VALUE);
  });

  test.each([0, 0.51, -1, Number.NaN])('a chance of %d is refused', (p) => {
    expect(() => normalUpperQuantile(p)).toThrow(RangeError);
  });
});
