/**
 * Computes the distribution of Mann and Whitney's U for two samples from one continuous distribution:
 * the chance that k of the firstCount × secondCount pairs have the larger value in the second sample, for
 * k from 0 to all of them. It is symmetric. The largest of all values is in the second sample with the
 * share that this has in their number, and then lies above the whole first one, which gives the recursion.
 * Only adds, so that the tails keep their digits.
 * Mann, Whitney (1947), "On a Test of Whether one of Two Random Variables is Stochastically Larger than
 * the Other", The Annals of Mathematical Statistics 18(1).
 * Many figures with the same numbers of runs need the same distribution, which is slow to compute: the last ones are cached.
 */
export function computeRankSumDistribution(firstCount: number, secondCount: number): readonly number[] {
  const key = `${firstCount} ${secondCount}`;
  const cached = CACHE.get(key);
  if (cached !== undefined) return cached;
  const computed = compute(firstCount, secondCount);
  if (CACHE.size >= MAX_CACHED) CACHE.clear();
  CACHE.set(key, computed);
  return computed;
}

const CACHE = new Map<string, readonly number[]>();
const MAX_CACHED = 16;

function compute(firstCount: number, secondCount: number): number[] {
  // By the size of the second sample, for a first one that grows.
  let distributions = new Array<Float64Array>(secondCount + 1).fill(Float64Array.of(1));
  for (let first = 1; first <= firstCount; first++) distributions = growFirst(distributions, first);
  return Array.from(distributions[secondCount] ?? []);
}

function growFirst(distributions: readonly Float64Array[], first: number): Float64Array[] {
  let oneFewerInSecond = Float64Array.of(1);
  return distributions.map((oneFewerInFirst, second) => {
    if (second > 0) oneFewerInSecond = mix({ oneFewerInFirst, oneFewerInSecond, first, second });
    return oneFewerInSecond;
  });
}

interface Mixture {
  readonly oneFewerInFirst: Float64Array;
  readonly oneFewerInSecond: Float64Array;
  readonly first: number;
  readonly second: number;
}

function mix({ oneFewerInFirst, oneFewerInSecond, first, second }: Mixture): Float64Array<ArrayBuffer> {
  const ofFirst = first / (first + second);
  const ofSecond = second / (first + second);
  const mixed = new Float64Array(first * second + 1);
  for (let k = 0; k < oneFewerInFirst.length; k++) mixed[k] = ofFirst * (oneFewerInFirst[k] ?? 0);
  for (let k = 0; k < oneFewerInSecond.length; k++) {
    mixed[k + first] = (mixed[k + first] ?? 0) + ofSecond * (oneFewerInSecond[k] ?? 0);
  }
  return mixed;
}
