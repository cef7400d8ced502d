import { orderStatistic, quantile, sortNumbers } from './quantile.ts';
import { computeRankSumDistribution } from './rank-sum-distribution.ts';
import { computeSignedRankDistribution, listRanks } from './signed-rank-distribution.ts';
import { coverageFromTails, findNarrowestRanks } from './symmetric-ranks.ts';

interface HodgesLehmann {
  /** In the unit of the values, like `low` and `high`. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** The exact coverage reached, 0 to 1: at least what was requested, or less where n is too small for it. */
  readonly confidence: number;
}

/**
 * Estimates the centre of values that lie symmetrically around it: the median of the means of all pairs
 * of values, each value with itself among them (Walsh averages). The interval is a pair of those means, by
 * the exact distribution of the signed-rank statistic; ties only make the true coverage larger. Where n
 * is too small for the confidence, it is their full range.
 * Hodges, Lehmann (1963), "Estimates of Location Based on Rank Tests", The Annals of Mathematical
 * Statistics 34(2); for ties Noether (1967), "Wilcoxon Confidence Intervals for Location Parameters in
 * the Discrete Case", Journal of the American Statistical Association 62(317).
 * Throws a RangeError for no values, for one that is not finite, or for a confidence not between 0 and 1.
 */
export function hodgesLehmann(values: readonly number[], confidence = 0.95): HodgesLehmann {
  requireFinite(values);
  // Halves first: the sum of two large values may be infinite.
  const halves = values.map((value) => value / 2);
  const means: number[] = [];
  for (const [index, a] of halves.entries()) {
    for (let other = index; other < halves.length; other++) means.push(a + (halves[other] ?? 0));
  }
  return chooseAmong(means, computeSignedRankDistribution(listRanks(values.length)), confidence);
}

/**
 * Estimates by how much the values of one unpaired sample lie above those of another: the median of the
 * differences of all pairs. The interval is a pair of those differences, by the exact distribution of
 * Mann and Whitney's U; for ties and for small samples see {@link hodgesLehmann}, as for what is thrown.
 */
export function hodgesLehmannShift(
  { from, to }: { readonly from: readonly number[]; readonly to: readonly number[] },
  confidence = 0.95,
): HodgesLehmann {
  requireFinite([...from, ...to]);
  const differences = to.flatMap((b) => from.map((a) => b - a));
  return chooseAmong(differences, computeRankSumDistribution(from.length, to.length), confidence);
}

function requireFinite(values: readonly number[]): void {
  const wrong = values.find((each) => !Number.isFinite(each));
  if (wrong !== undefined) throw new RangeError(`an average needs finite values, not ${wrong}`);
}

/** `probabilities[k]` is the chance that exactly k of the candidates lie below the true value. */
function chooseAmong(
  candidates: readonly number[],
  probabilities: readonly number[],
  confidence: number,
): HodgesLehmann {
  const sorted = sortNumbers(candidates);
  const estimate = quantile(sorted, 0.5);
  const { lowRank, highRank, coverage } = findNarrowestRanks({
    count: sorted.length,
    confidence,
    coverageOf: (rank) => coverageFromTails(probabilities, rank),
  });
  const low = orderStatistic(sorted, lowRank);
  const high = orderStatistic(sorted, highRank);
  return { estimate, low, high, confidence: coverage };
}
