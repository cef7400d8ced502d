/** Beyond it 1 − Φ(z) loses digits to cancellation, and the continued fraction converges fast. */
const TAIL_FROM_Z = 3;

/** At z = 3 the continued fraction is exact to the last digit after about 60 levels, beyond it sooner. */
const TAIL_LEVELS = 100;

/** The tail above it is less than the smallest number: e^(−39²/2) = 10^−330. */
const BEYOND_EVERY_Z = 39;

/**
 * Returns P(Z ≥ z) for a standard normal Z, to about 13 digits, far into the upper tail too.
 * Marsaglia (2004), "Evaluating the Normal Distribution", Journal of Statistical Software 11(4): the
 * series near the centre; Laplace's continued fraction in the tail.
 */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z);
  return z > TAIL_FROM_Z ? tailByFraction(z) : 0.5 - centreBySeries(z);
}

/**
 * Returns the z that a standard normal Z reaches with chance p, to about 13 digits: the inverse of
 * {@link normalUpperTail}, by halving the range.
 * Throws a RangeError unless p lies between 0 and ½, the ends included except for 0.
 */
export function normalUpperQuantile(p: number): number {
  if (!(p > 0 && p <= 0.5)) throw new RangeError(`an upper quantile needs p from 0 to ½, not ${p}`);
  let low = 0;
  let high = BEYOND_EVERY_Z;
  for (let middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
    if (normalUpperTail(middle) > p) low = middle;
    else high = middle;
  }
  return high;
}

/** φ(z)/(z + 1/(z + 2/(z + 3/(z + …)))). */
function tailByFraction(z: number): number {
  let fraction = z;
  for (let level = TAIL_LEVELS; level > 0; level--) fraction = z + level / fraction;
  return density(z) / fraction;
}

/** P(0 ≤ Z ≤ z) as φ(z)(z + z³/3 + z⁵/(3·5) + …). */
function centreBySeries(z: number): number {
  let sum = 0;
  for (let term = z, odd = 3; sum + term !== sum; odd += 2) {
    sum += term;
    term *= (z * z) / odd;
  }
  return sum * density(z);
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
