import { describe, expect, test } from 'vitest';
import { coverageFromTails, findNarrowestRanks, sumOfFirst } from './symmetric-ranks.ts';

/** Ten values, each rank further in covers a tenth less. */
const coverageOf = (rank: number): number => 1 - rank / 10;

describe('findNarrowestRanks', () => {
  test('the pair furthest in that still reaches the confidence is chosen', () => {
    expect(findNarrowestRanks({ count: 10, confidence: 0.65, coverageOf })).toEqual({
      lowRank: 3,
      highRank: 8,
      coverage: 0.7,
    });
  });

  test('the innermost pair is chosen where every pair reaches the confidence', () => {
    expect(findNarrowestRanks({ count: 10, confidence: 0.1, coverageOf })).toMatchObject({
      lowRank: 5,
      highRank: 6,
    });
  });

  test('the innermost pair of an odd number of values is the middle one twice', () => {
    expect(findNarrowestRanks({ count: 9, confidence: 0.1, coverageOf })).toMatchObject({
      lowRank: 5,
      highRank: 5,
    });
  });

  test('the full range with its own coverage is given where no pair reaches the confidence', () => {
    expect(findNarrowestRanks({ count: 10, confidence: 0.95, coverageOf })).toEqual({
      lowRank: 1,
      highRank: 10,
      coverage: 0.9,
    });
  });

  test.each([0, 1, 95, Number.NaN])('a confidence of %d is refused', (confidence) => {
    expect(() => findNarrowestRanks({ count: 10, confidence, coverageOf })).toThrow(RangeError);
  });
});

describe('coverageFromTails', () => {
  test('a pair misses what lies beyond either of its ranks', () => {
    // Two coins: none below with 1/4, so the outer pair misses 1/4 on each side.
    expect(coverageFromTails([0.25, 0.5, 0.25], 1)).toBe(0.5);
  });

  test('coverage is never negative', () => {
    expect(coverageFromTails([0.25, 0.5, 0.25], 2)).toBe(0);
  });
});

describe('sumOfFirst', () => {
  test('only as many numbers as requested are added', () => {
    expect(sumOfFirst([1, 2, 4, 8], 3)).toBe(7);
  });

  test('the sum of none is 0', () => {
    expect(sumOfFirst([1, 2], 0)).toBe(0);
  });
});
