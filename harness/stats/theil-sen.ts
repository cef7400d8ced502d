import {
  computeKendallDistribution,
  computeVarianceOfS,
  countTies,
  isExactlyKnown,
  type Point,
} from './kendall.ts';
import { normalUpperTail } from './normal.ts';
import { median, orderStatistic, quantile, sortNumbers } from './quantile.ts';
import { coverageFromTails, findNarrowestRanks } from './symmetric-ranks.ts';

interface TheilSen {
  /** In units of y for each unit of x, like `low` and `high`. */
  readonly slope: number;
  /** The line's y at x = 0, in units of y. */
  readonly intercept: number;
  readonly low: number;
  readonly high: number;
  /** The coverage of low to high, 0 to 1: at least what was requested, or less where n is too small for it. */
  readonly confidence: number;
}

/**
 * Fits a line that a few wild points cannot move: the median slope over all pairs of points with
 * different x, and the intercept that leaves as many points above the line as below. The interval is a
 * pair of those slopes; where there are too few points for the confidence, it is their full range.
 * Theil (1950), Proceedings of the KNAW 53; Sen (1968), "Estimates of the Regression Coefficient Based
 * on Kendall's Tau", Journal of the American Statistical Association 63(324).
 * Throws a RangeError for fewer than two distinct x, for NaN, or for a confidence not between 0 and 1.
 */
export function theilSen(points: readonly Point[], confidence = 0.95): TheilSen {
  const slopes = sortNumbers(computeSlopes(points));
  if (slopes.length === 0) throw new RangeError('a slope needs at least two distinct x');
  const slope = quantile(slopes, 0.5);
  const intercept = median(points.map(({ x, y }) => y - slope * x));
  const { lowRank, highRank, coverage } = findNarrowestRanks({
    count: slopes.length,
    confidence,
    coverageOf: makeCoverage(points, slopes.length),
  });
  const low = orderStatistic(slopes, lowRank);
  const high = orderStatistic(slopes, highRank);
  return { slope, intercept, low, high, confidence: coverage };
}

function computeSlopes(points: readonly Point[]): number[] {
  // From left to right every step in x is positive, so that a flat pair is 0 and never −0.
  const fromLeft = [...points].sort((a, b) => a.x - b.x);
  return fromLeft.flatMap((a, index) =>
    fromLeft
      .slice(index + 1)
      .filter((b) => b.x !== a.x)
      .map((b) => (b.y - a.y) / (b.x - a.x)),
  );
}

/** At the true slope, the slopes below it are the falling pairs of points whose trend was taken out. */
function makeCoverage(points: readonly Point[], slopeCount: number): (rank: number) => number {
  const n = points.length;
  const xTies = countTies(points.map(({ x }) => x));
  if (isExactlyKnown(n, xTies)) {
    // Ties in y only make the true coverage larger than this.
    const probabilities = computeKendallDistribution(n);
    return (rank) => coverageFromTails(probabilities, rank);
  }
  const deviation = Math.sqrt(computeVariance(points, xTies));
  return (rank) => 1 - 2 * normalUpperTail((slopeCount + 1 - 2 * rank) / deviation);
}

/**
 * As SciPy's `theilslopes`, ties in y lower the variance; unlike there, ties in both x and y are counted
 * together, without which it could come out negative. Where all y are equal nothing would be left, and
 * an interval of certain coverage would claim too much: there ties in x alone count (Sen's 2.6).
 */
function computeVariance(points: readonly Point[], xTies: readonly number[]): number {
  const yTies = countTies(points.map(({ y }) => y));
  const variance = computeVarianceOfS(points.length, xTies, yTies);
  return variance > 0 ? variance : computeVarianceOfS(points.length, xTies, []);
}
