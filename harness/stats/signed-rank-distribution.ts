import { sum } from './sum.ts';

/**
 * Computes the distribution of a sum of ranks, each of which counts or does not with chance ½: the chance
 * of each sum from 0 to that of all ranks. The ranks are whole numbers; it is symmetric, whichever they are.
 * From 1 to n it is that of Wilcoxon's signed-rank statistic without ties. Only adds, so that the tails
 * keep their digits; the smallest chance, 2⁻ⁿ, is one of a double up to a thousand ranks.
 * Many figures with the same number of pairs need the same distribution, which is slow to compute: the last ones are cached.
 */
export function computeSignedRankDistribution(ranks: readonly number[]): readonly number[] {
  const key = ranks.join(' ');
  const cached = CACHE.get(key);
  if (cached !== undefined) return cached;
  const computed = compute(ranks);
  if (CACHE.size >= MAX_CACHED) CACHE.clear();
  CACHE.set(key, computed);
  return computed;
}

const CACHE = new Map<string, readonly number[]>();
const MAX_CACHED = 4;

function compute(ranks: readonly number[]): number[] {
  const probabilities = new Float64Array(sum(ranks) + 1);
  probabilities[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    addRank(probabilities, rank, reached);
    reached += rank;
  }
  return Array.from(probabilities);
}

/** In place and from the largest sum reached downwards: a new array for each rank takes ten times as long. */
function addRank(probabilities: Float64Array, rank: number, reached: number): void {
  for (let without = reached; without >= 0; without--) {
    const half = (probabilities[without] ?? 0) / 2;
    probabilities[without] = half;
    probabilities[without + rank] = (probabilities[without + rank] ?? 0) + half;
  }
}

/** Returns the whole numbers from 1 to n: the ranks of n values without ties. */
export function listRanks(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index + 1);
}
