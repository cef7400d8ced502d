import { normalUpperTail } from './normal.ts';
import { sumOfFirst } from './symmetric-ranks.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface MannKendall {
  /** Kendall's S: pairs in which y rises with x, less those in which it falls; a tie counts for neither. */
  readonly s: number;
  /** The chance of an S at least as large where there is no trend, 0 to 1. */
  readonly pIncreasing: number;
  /** Whether that chance is exact, or a normal approximation. */
  readonly exact: boolean;
}

/** Up to it the exact distribution costs nothing to speak of; beyond it the normal one is as good. */
const LARGEST_EXACT_N = 50;

/** Tests values, given in the order of x, for an increasing trend. See {@link mannKendallOfPoints}. */
export function mannKendall(values: readonly number[]): MannKendall {
  return mannKendallOfPoints(values.map((y, x) => ({ x, y })));
}

/**
 * Tests points in any order for an increasing trend of y with x, one-sided: exactly for up to 50 points
 * without ties in x or y, otherwise by the normal approximation with the variance corrected for ties
 * and S moved by 1 for continuity. Where all x or all y are equal, S is 0 and p 1.
 * Throws a RangeError for NaN.
 * Mann (1945), "Nonparametric Tests Against Trend", Econometrica 13(3);
 * Kendall (1975), "Rank Correlation Methods", 4th edition.
 */
export function mannKendallOfPoints(points: readonly Point[]): MannKendall {
  const n = points.length;
  const xTies = countTies(points.map(({ x }) => x));
  const yTies = countTies(points.map(({ y }) => y));
  const s = computeS(points);
  if (Number.isNaN(s)) throw new RangeError('NaN neither rises nor falls');
  if (isExactlyKnown(n, xTies, yTies)) return { s, pIncreasing: exactUpperTail(n, s), exact: true };
  const variance = computeVarianceOfS(n, xTies, yTies);
  const pIncreasing = variance === 0 ? 1 : normalUpperTail((s - 1) / Math.sqrt(variance));
  return { s, pIncreasing, exact: false };
}

/** Whether n is small enough for the exact distribution, and no list of ties has a group above 1. */
export function isExactlyKnown(n: number, ...ties: readonly (readonly number[])[]): boolean {
  return n <= LARGEST_EXACT_N && ties.every((groups) => groups.length === n);
}

/**
 * Computes the distribution of Kendall's S for n values without ties and without a trend: the chance of
 * each number of falling pairs d from 0 to n(n − 1)/2, where S = n(n − 1)/2 − 2d.
 * The k-th value falls below 0, 1, … or k − 1 of those before it with equal chance, and independently of
 * their order, which gives the recursion. Kendall (1975), chapter 5.
 */
export function computeKendallDistribution(n: number): number[] {
  let probabilities = [1];
  for (let k = 2; k <= n; k++) probabilities = addValue(probabilities, k);
  return probabilities;
}

/** From the distribution for k − 1 values to that for k. Only adds, so that the tails keep their digits. */
function addValue(probabilities: readonly number[], k: number): number[] {
  const next = new Array<number>(probabilities.length + k - 1).fill(0);
  return next.map((_, d) => {
    const reachable = probabilities.slice(Math.max(0, d - k + 1), d + 1);
    return sumOfFirst(reachable, reachable.length) / k;
  });
}

/** Returns how often each distinct value occurs, in order of first occurrence. */
export function countTies(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}

/**
 * Computes the variance of S for n points without a trend, given how often each distinct x and each
 * distinct y occurs (groups of 1 may be left out); 0 where all x or all y are equal.
 * The variance behind tau-b: Kendall (1975), chapter 4.
 */
export function computeVarianceOfS(n: number, xTies: readonly number[], yTies: readonly number[]): number {
  // Left to the formula, rounding could make of this zero a tiny figure of either sign.
  if (n < 2 || xTies.includes(n) || yTies.includes(n)) return 0;
  const orderings = n * (n - 1);
  const single = orderings * (2 * n + 5) - sumOver(xTies, weighTie) - sumOver(yTies, weighTie);
  const pairs = sumOver(xTies, countPairs) * sumOver(yTies, countPairs);
  const triples = sumOver(xTies, countTriples) * sumOver(yTies, countTriples);
  // Two points have no triples, and the divisor would be 0.
  const ofTriples = triples === 0 ? 0 : triples / (9 * orderings * (n - 2));
  return single / 18 + pairs / (2 * orderings) + ofTriples;
}

function weighTie(size: number): number {
  return size * (size - 1) * (2 * size + 5);
}

/** Ordered pairs, each pair counted twice. */
function countPairs(size: number): number {
  return size * (size - 1);
}

/** Ordered triples. */
function countTriples(size: number): number {
  return size * (size - 1) * (size - 2);
}

function sumOver(ties: readonly number[], weigh: (size: number) => number): number {
  return ties.reduce((sum, size) => sum + weigh(size), 0);
}

function computeS(points: readonly Point[]): number {
  let s = 0;
  for (const [index, a] of points.entries()) {
    for (const b of points.slice(index + 1)) s += Math.sign(b.x - a.x) * Math.sign(b.y - a.y);
  }
  return s;
}

/** P(S ≥ s): that at most (n(n − 1)/2 − s)/2 pairs fall. */
function exactUpperTail(n: number, s: number): number {
  const maxFalling = ((n * (n - 1)) / 2 - s) / 2;
  return Math.min(1, sumOfFirst(computeKendallDistribution(n), maxFalling + 1));
}
