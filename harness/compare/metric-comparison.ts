import type { Difference, InformationalComparison, MetricComparison } from './verdict.ts';

type Identity = Pick<MetricComparison, 'metric' | 'unit'>;

/** One side has no such figure: inconclusive where B has lost it, informational where A never had it. */
export function compareWithMissing<Class extends 'exact' | 'growth'>(
  { class: ofClass, ...identity }: Identity & { readonly class: Class },
  { a, b, isGated }: Pick<MetricComparison, 'a' | 'b'> & { readonly isGated: boolean },
):
  | (Identity & {
      readonly class: Class;
      readonly a: number | undefined;
      readonly b: number | undefined;
      readonly difference: undefined;
      readonly minDetectableEffect: undefined;
      readonly verdict: 'inconclusive';
      readonly reason: string;
      readonly isGated: true;
    })
  | InformationalComparison {
  const reason = `${b === undefined ? 'B' : 'A'} has no such figure`;
  const figures = { ...identity, a, b, difference: undefined, reason };
  if (!isGated || b !== undefined) return { ...figures, class: 'informational', verdict: 'informational' };
  return {
    ...figures,
    class: ofClass,
    minDetectableEffect: undefined,
    verdict: 'inconclusive',
    isGated: true,
  };
}

/** An interval that covers less shows nothing: four runs per side reach it, and three do not. */
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
