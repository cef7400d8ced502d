import { orderStatistic, quantile, sortNumbers } from './quantile.ts';
import { coverageFromTails, findNarrowestRanks } from './symmetric-ranks.ts';

export interface MedianInterval {
  /** How many values there were. */
  readonly n: number;
  /** In the unit of the values, like `low` and `high`. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** The exact coverage reached, 0 to 1: at least what was requested, or less where n is too small for it. */
  readonly confidence: number;
}

/**
 * Computes the median with an interval that assumes nothing of the distribution but independence: two
 * order statistics, which enclose the median when neither too few nor too many of the values lie below
 * it, a binomial count. Where n is too small for the confidence, the interval is the full range.
 * David, Nagaraja (2003), "Order Statistics", 3rd edition, section 7.1.
 * Throws a RangeError for no values, for NaN, or for a confidence that is not between 0 and 1.
 */
export function medianInterval(values: readonly number[], confidence = 0.95): MedianInterval {
  const sorted = sortNumbers(values);
  const n = sorted.length;
  const median = quantile(sorted, 0.5);
  const probabilities = computeLowerHalf(n);
  const { lowRank, highRank, coverage } = findNarrowestRanks({
    count: n,
    confidence,
    coverageOf: (rank) => coverageFromTails(probabilities, rank),
  });
  const low = orderStatistic(sorted, lowRank);
  const high = orderStatistic(sorted, highRank);
  return { n, median, low, high, confidence: coverage };
}

/**
 * The chances that k of n values lie below the median, for k from 0 to ⌊n/2⌋: binomial(n, ½).
 * Built from the most likely k outwards by the ratio of neighbours and then divided by the total:
 * 2⁻ⁿ is never formed, only what is negligible underflows, and it keeps more digits than logarithms,
 * which would cancel numbers near n.
 */
function computeLowerHalf(n: number): number[] {
  const weights: number[] = [];
  let weight = 1;
  for (let k = Math.floor(n / 2); k >= 0; k--) {
    weights.push(weight);
    weight *= k / (n - k + 1);
  }
  weights.reverse();
  const half = weights.reduce((sum, each) => sum + each, 0);
  // An even n has one middle term, of weight 1, that both halves share.
  const total = n % 2 === 0 ? 2 * half - 1 : 2 * half;
  return weights.map((each) => each / total);
}
