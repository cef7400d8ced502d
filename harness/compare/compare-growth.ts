/** Compares how memory grows with the volume, as it was judged on each side. Pure. */
import type { CaseResult, Growth } from '../result.ts';
import { compareWithMissing, formatShare, makeDifference } from './metric-comparison.ts';
import { SLOPE_SHARE } from './metric-rules.ts';
import type { Difference, GrowthComparison, InformationalComparison, JudgedVerdict } from './verdict.ts';

const IDENTITY = { metric: 'growth', class: 'growth', unit: 'slope' } as const;

/** Undefined where neither side was judged. */
export function compareGrowth(
  { growth: a }: CaseResult,
  { growth: b }: CaseResult,
): GrowthComparison | InformationalComparison | undefined {
  if (a === undefined && b === undefined) return undefined;
  if (a === undefined || b === undefined)
    return compareWithMissing(IDENTITY, { a: a?.slope, b: b?.slope, isGated: true });
  const slopes = { ...IDENTITY, a: a.slope, b: b.slope, isGated: true } as const;
  if (a.metric !== b.metric) {
    const reason = `it was judged by ${a.metric} in A and by ${b.metric} in B`;
    return {
      ...slopes,
      difference: undefined,
      minDetectableEffect: undefined,
      verdict: 'inconclusive',
      reason,
    };
  }
  const detectable = describeDetectable(a, b);
  return {
    ...slopes,
    difference: subtractSlopes(a, b),
    minDetectableEffect: Number.isFinite(detectable) ? detectable : undefined,
    ...decide(a, b),
  };
}

function decide(a: Growth, b: Growth): { readonly verdict: JudgedVerdict; readonly reason: string } {
  if (a.verdict === 'inconclusive' || b.verdict === 'inconclusive') {
    const [side, growth] = b.verdict === 'inconclusive' ? ['B', b] : ['A', a];
    return { verdict: 'inconclusive', reason: `the growth of ${side} is inconclusive: ${growth.reason}` };
  }
  if (a.verdict !== b.verdict) {
    const reason = `of ${a.metric}: ${a.verdict} in A, ${b.verdict} in B`;
    return { verdict: b.verdict === 'linear' ? 'regression' : 'improvement', reason };
  }
  return a.verdict === 'linear'
    ? decideSlope(a, b)
    : { verdict: 'pass', reason: `of ${a.metric}: bounded in both` };
}

/** Both are linear, and so above 0. */
function decideSlope(a: Growth, b: Growth): { readonly verdict: JudgedVerdict; readonly reason: string } {
  const of = `of ${a.metric}: linear in both`;
  const isSteeper = b.slope > a.slope;
  const [lesser, greater] = isSteeper ? [a, b] : [b, a];
  if (!(greater.slope > lesser.slope * (1 + SLOPE_SHARE)))
    return { verdict: 'pass', reason: `${of}, the slopes within ${formatShare(SLOPE_SHARE)}` };
  if (!(greater.low > lesser.high))
    return {
      verdict: 'inconclusive',
      reason: `${of}, the slopes differ by more than ${formatShare(SLOPE_SHARE)}, but their intervals overlap`,
    };
  return {
    verdict: isSteeper ? 'regression' : 'improvement',
    reason: `${of}, ${isSteeper ? 'steeper' : 'flatter'} in B`,
  };
}

/** Of two intervals that cover 0.95 each, or a bit more. */
const MIN_SLOPES_CONFIDENCE = 0.9 - Number.EPSILON;

/** The interval misses the difference no more often than either of the two intervals misses its slope. */
export const subtractSlopes = (a: Growth, b: Growth): Difference =>
  makeDifference(
    'absolute',
    {
      estimate: b.slope - a.slope,
      low: b.low - a.high,
      high: b.high - a.low,
      confidence: Math.max(0, a.confidence + b.confidence - 1),
    },
    MIN_SLOPES_CONFIDENCE,
  );

/** As a share of the slope of A: how far apart two linear slopes must be for their intervals not to overlap. */
function describeDetectable(a: Growth, b: Growth): number {
  if (a.verdict !== 'linear' || b.verdict !== 'linear') return Number.NaN;
  return Math.max(SLOPE_SHARE, (a.high - a.slope + b.slope - b.low) / a.slope);
}
