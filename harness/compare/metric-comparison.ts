import type { Difference, MetricComparison } from './verdict.ts';

type Identity = Pick<MetricComparison, 'metric' | 'class' | 'unit'>;
type Decision = Pick<MetricComparison, 'verdict' | 'reason' | 'isGated'>;

/** A comparison with nothing but what it is given. */
export const makeComparison = (parts: Identity & Decision & Partial<MetricComparison>): MetricComparison => ({
  a: undefined,
  b: undefined,
  difference: undefined,
  minDetectableEffect: undefined,
  p: undefined,
  pairs: undefined,
  needsConfirmation: false,
  ...parts,
});

/** One side has no such figure: a warning where B has lost it, and nothing to hold B against where A never had it. */
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

/** An interval that covers less tells nothing: four runs a side reach it, and three do not. */
const MIN_CONFIDENCE = 0.95;

type Estimate = Omit<Difference, 'kind' | 'direction'>;

export const makeDifference = (
  kind: Difference['kind'],
  difference: Estimate,
  minConfidence = MIN_CONFIDENCE,
): Difference => ({
  kind,
  ...pickEstimate(difference),
  direction: findDirection(difference, minConfidence),
});

/** Of logarithms, as shares of A. */
export const makeRelativeDifference = ({ estimate, low, high, ...how }: Estimate): Difference =>
  makeDifference('relative', {
    estimate: Math.expm1(estimate),
    low: Math.expm1(low),
    high: Math.expm1(high),
    ...how,
  });

const pickEstimate = ({ estimate, low, high, confidence, firstRuns }: Estimate): Estimate => ({
  ...{ estimate, low, high, confidence },
  ...(firstRuns !== undefined && { firstRuns }),
});

function findDirection({ low, high, confidence }: Estimate, minConfidence: number): Difference['direction'] {
  if (confidence < minConfidence) return 'unknown';
  if (low === 0 && high === 0) return 'same';
  if (low > 0) return 'more';
  return high < 0 ? 'less' : 'unknown';
}

/** Three digits of a share as per cent: `12.3 %`. */
export const formatShare = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
