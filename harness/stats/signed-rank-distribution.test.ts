import { describe, expect, test } from 'vitest';
import { computeSignedRankDistribution, listRanks } from './signed-rank-distribution.ts';
import { sumOfFirst } from './symmetric-ranks.ts';

describe('computeSignedRankDistribution', () => {
  // Subsets of the ranks by their sum, written out: of 1, 2 and 3 the sum 3 has {3} and {1, 2}.
  test.each([
    [[], [1]],
    [[1], [1, 1]],
    [
      [1, 2, 3],
      [1, 1, 1, 2, 1, 1, 1],
    ],
    [
      [2, 2, 2],
      [1, 0, 3, 0, 3, 0, 1],
    ],
  ])('the distribution for the ranks %j counts their subsets', (ranks, counts) => {
    expect(computeSignedRankDistribution(ranks)).toEqual(counts.map((count) => count / 2 ** ranks.length));
  });

  // R 4.2.2: psignrank(w, n)
  test.each([
    [60, 640, 0.021361700590216463],
    [60, 100, 4.5259629377625369e-12],
    [200, 7035, 0.0001043109648339386],
    [200, 100, 3.280882557255746e-54],
  ])('the tail for %d ranks up to a sum of %d agrees with R', (n, largestSum, expected) => {
    const tail = sumOfFirst(computeSignedRankDistribution(listRanks(n)), largestSum + 1);
    expect(tail / expected).toBeCloseTo(1, 11);
  });

  test('the distribution for two hundred ranks is symmetric and sums to 1', () => {
    const probabilities = computeSignedRankDistribution(listRanks(200));
    expect(probabilities).toHaveLength((200 * 201) / 2 + 1);
    expect(probabilities[0]).toBe(2 ** -200);
    expect(sumOfFirst(probabilities, probabilities.length)).toBeCloseTo(1, 12);
    for (const [sum, mirrored] of [...probabilities].reverse().entries()) {
      expect((probabilities[sum] ?? 0) / mirrored).toBeCloseTo(1, 10);
    }
  });
});
