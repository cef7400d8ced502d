import { sum } from './sum.ts';

/**
 * Returns the standard deviation of the population that the values are a sample of (divisor n − 1), in
 * their unit; NaN for fewer than 2.
 */
export function sampleStandardDeviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const mean = sum(values) / values.length;
  const squares = values.map((each) => (each - mean) ** 2);
  return Math.sqrt(sum(squares) / (values.length - 1));
}
