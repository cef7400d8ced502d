import { countTies } from './kendall.ts';
import { sortNumbers } from './quantile.ts';
import { computeSignedRankDistribution } from './signed-rank-distribution.ts';
import { sum } from './sum.ts';
import { sumOfFirst } from './symmetric-ranks.ts';

interface WilcoxonSignedRank {
  /** How many differences are not 0: those that the test rests on. */
  readonly n: number;
  /** Wilcoxon's W⁺: the ranks of the positive differences, added up; a half may remain where sizes are tied. */
  readonly positiveRankSum: number;
  /** The chance of a sum at least as large where differences lie symmetrically around 0, 0 to 1. */
  readonly pGreater: number;
  /** The chance of a sum at most as large. */
  readonly pLess: number;
  /** The chance of a sum at least as far from its middle, to either side. */
  readonly pTwoSided: number;
}

/**
 * Tests whether paired differences lie around 0, exactly for any number of them. Zeros are dropped, as
 * Wilcoxon did; equal sizes share the mean of their ranks, and the chances are those among all 2ⁿ choices
 * of signs for the ranks that were observed. Where every difference is 0, or there is none, every p is 1.
 * Wilcoxon (1945), "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1(6);
 * Hollander, Wolfe, Chicken (2014), "Nonparametric Statistical Methods", 3rd edition, section 3.1.
 * Throws a RangeError for NaN.
 */
export function wilcoxonSignedRank(differences: readonly number[]): WilcoxonSignedRank {
  const tested = differences.filter((each) => each !== 0);
  const sizes = sortNumbers(tested.map(Math.abs));
  const doubledRanks = doubleMidranks(sizes);
  // Where no half remains the ranks themselves do, and without ties they are those of every other such test.
  const scale = doubledRanks.every((rank) => rank % 2 === 0) ? 1 : 2;
  const ranks = doubledRanks.map((rank) => (rank * scale) / 2);
  const rankOf = new Map(sizes.map((size, index) => [size, ranks[index] ?? 0]));
  const total = sum(ranks);
  const positive = sum(tested.filter((each) => each > 0).map((each) => rankOf.get(each) ?? 0));
  const probabilities = computeSignedRankDistribution(ranks);
  const pLess = Math.min(1, sumOfFirst(probabilities, positive + 1));
  // By symmetry the chance of the negative ranks' sum, or of one below it.
  const pGreater = Math.min(1, sumOfFirst(probabilities, total - positive + 1));
  const pTwoSided = Math.min(1, 2 * Math.min(pLess, pGreater));
  return { n: tested.length, positiveRankSum: positive / scale, pGreater, pLess, pTwoSided };
}

/** Twice the mean rank of each of the sizes, in ascending order: a whole number, ties or not. */
function doubleMidranks(ascending: readonly number[]): number[] {
  let below = 0;
  return countTies(ascending).flatMap((count) => {
    const doubled = 2 * below + count + 1;
    below += count;
    return new Array<number>(count).fill(doubled);
  });
}
