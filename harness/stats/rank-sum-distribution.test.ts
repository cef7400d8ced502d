import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeRankSumDistribution } from './rank-sum-distribution.ts';
import { sumOfFirst } from './symmetric-ranks.ts';

describe('computeRankSumDistribution', () => {
  // Orders of the two samples' letters by their pairs in order, written out: of AB and BA one each. Three and
  // four in R 4.2.2: dwilcox(0:12, 3, 4) * choose(7, 3)
  test.each([
    [0, 5, [1]],
    [5, 0, [1]],
    [1, 1, [1, 1]],
    [2, 2, [1, 1, 2, 1, 1]],
    [3, 4, [1, 1, 2, 3, 4, 4, 5, 4, 4, 3, 2, 1, 1]],
    [4, 3, [1, 1, 2, 3, 4, 4, 5, 4, 4, 3, 2, 1, 1]],
  ])('the distribution for %d and %d values counts their orders', (first, second, counts) => {
    const orders = sumOfFirst(counts, counts.length);
    const probabilities = computeRankSumDistribution(first, second);
    expect(probabilities).toHaveLength(counts.length);
    for (const [k, count] of counts.entries()) expect(probabilities[k]).toBeCloseTo(count / orders, 14);
  });

  // R 4.2.2: pwilcox(u, m, n)
  test.each([
    [10, 10, 20, 0.011615319664855269],
    [30, 40, 0, 1.8067585035079663e-20],
    [30, 40, 400, 0.0086100104404088808],
  ])('the tail for %d and %d values up to %d pairs agrees with R', (first, second, most, expected) => {
    const tail = sumOfFirst(computeRankSumDistribution(first, second), most + 1);
    expect(tail / expected).toBeCloseTo(1, 11);
  });

  test('the distribution is symmetric, sums to 1, and does not depend on which sample is first', () => {
    const someCount = fc.integer({ min: 1, max: 15 });
    fc.assert(
      fc.property(someCount, someCount, (first, second) => {
        const probabilities = computeRankSumDistribution(first, second);
        const exchanged = computeRankSumDistribution(second, first);
        expect(probabilities).toHaveLength(first * second + 1);
        expect(sumOfFirst(probabilities, probabilities.length)).toBeCloseTo(1, 12);
        for (const [k, mirrored] of [...probabilities].reverse().entries()) {
          expect((probabilities[k] ?? 0) / mirrored).toBeCloseTo(1, 11);
          expect((probabilities[k] ?? 0) / (exchanged[k] ?? 0)).toBeCloseTo(1, 11);
        }
      }),
    );
  });
});
