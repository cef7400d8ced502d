import type { MetricComparison } from './verdict.ts';

type Identity = Pick<MetricComparison, 'metric' | 'class' | 'unit'>;
type Decision = Pick<MetricComparison, 'verdict' | 'reason' | 'isGated'>;

/** A comparison with nothing but what it is given. */
export const makeComparison = (parts: Identity & Decision & Partial<MetricComparison>): MetricComparison => ({
  a: undefined,
  b: undefined,
  difference: undefined,
  smallestVisible: undefined,
  p: undefined,
  pairs: undefined,
  needsConfirmation: false,
  ...parts,
});

/** One side has no such figure: a doubt where B has lost it, and nothing to hold B against where A never had it. */
export function compareWithMissing(
  identity: Identity,
  { a, b, isGated }: Pick<MetricComparison, 'a' | 'b' | 'isGated'>,
): MetricComparison {
  const isLost = isGated && b === undefined;
  return makeComparison({
    ...identity,
    a,
    b,
    isGated: isLost,
    verdict: isLost ? 'inconclusive' : 'not-compared',
    reason: `${b === undefined ? 'B' : 'A'} has no such figure`,
  });
}

/** Three digits of a share as per cent: `12.3 %`. */
export const formatShare = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
