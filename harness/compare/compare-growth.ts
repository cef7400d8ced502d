/** Compares how memory grows with the volume, as it was judged on each side. Pure. */
import { LIVE_METRICS } from '../growth.ts';
import type { CaseResult, Growth, MetricGrowth } from '../result.ts';
import { mapSides, type Sides } from '../sides.ts';
import { compareWithMissing, formatShare, makeDifference } from './metric-comparison.ts';
import { LIVE_SLOPE_SHARE, SLOPE_SHARE } from './metric-rules.ts';
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
  const { of, verdict, reason, share } = decide(a, b);
  const detectable = of === undefined ? Number.NaN : describeDetectable(of.a, of.b, share);
  return {
    ...IDENTITY,
    isGated: true,
    a: of?.a.slope ?? a.slope,
    b: of?.b.slope ?? b.slope,
    difference: of === undefined ? undefined : subtractSlopes(of.a, of.b),
    minDetectableEffect: Number.isFinite(detectable) ? detectable : undefined,
    verdict,
    reason,
  };
}

interface Decision {
  readonly verdict: JudgedVerdict;
  readonly reason: string;
  /** The metric that decided, on both sides; undefined where one side did not judge it. */
  readonly of: Sides<MetricGrowth> | undefined;
  /** By how much two slopes of it differ at least. */
  readonly share: number;
}

/**
 * The worst over the metrics that decided a side. Where growth that one side has was not looked for on the other,
 * nothing is decided. Live memory that becomes linear is a regression also where another metric is linear on both sides.
 */
function decide(a: Growth, b: Growth): Decision {
  const deciding = [...new Set([a.metric, b.metric])].map((metric) => decideMetric(metric, { a, b }));
  const others = LIVE_METRICS.map((metric) => decideMetric(metric, { a, b })).filter(
    ({ of }) => of?.a.verdict === 'bounded' && of.b.verdict === 'linear',
  );
  const find = (verdict: JudgedVerdict): Decision | undefined =>
    [...deciding, ...others].find((decision) => decision.verdict === verdict);
  const found = find('regression') ?? find('inconclusive') ?? find('improvement') ?? deciding[0];
  if (found === undefined) throw new RangeError('growth without a metric');
  return found;
}

function decideMetric(metric: string, sides: Sides<Growth>): Decision {
  // The name comes from a file.
  const { a, b } = mapSides(sides, (growth) =>
    growth.metric === metric ? growth : new Map(Object.entries(growth.byMetric)).get(metric),
  );
  if (a === undefined || b === undefined) {
    const [has, lacks] = a === undefined ? ['B', 'A'] : ['A', 'B'];
    const reason = `it was judged by ${metric} in ${has}, and ${lacks} has no such figure`;
    return { of: undefined, share: slopeShareOf(metric), verdict: 'inconclusive', reason };
  }
  return { of: { a, b }, share: slopeShareOf(metric), ...decideVerdicts(metric, { a, b }, sides) };
}

type Decided = Pick<Decision, 'verdict' | 'reason'>;

function decideVerdicts(metric: string, { a, b }: Sides<MetricGrowth>, sides: Sides<Growth>): Decided {
  if (a.verdict === 'inconclusive' || b.verdict === 'inconclusive') {
    const [side, growth] = b.verdict === 'inconclusive' ? ['B', b] : ['A', a];
    return { verdict: 'inconclusive', reason: `the growth of ${side} is inconclusive: ${growth.reason}` };
  }
  if (a.verdict !== b.verdict) {
    const place = (b.verdict === 'linear' ? sides.b : sides.a).where;
    const where = place === 'outside-watched-streams' ? ', outside of the watched streams' : '';
    const reason = `of ${metric}: ${a.verdict} in A, ${b.verdict} in B${where}`;
    return { verdict: b.verdict === 'linear' ? 'regression' : 'improvement', reason };
  }
  return a.verdict === 'linear'
    ? decideSlope(metric, a, b)
    : { verdict: 'pass', reason: `of ${metric}: bounded in both` };
}

/** Both are linear, and so above 0. */
function decideSlope(metric: string, a: MetricGrowth, b: MetricGrowth): Decided {
  const of = `of ${metric}: linear in both`;
  const share = slopeShareOf(metric);
  const isSteeper = b.slope > a.slope;
  const [lesser, greater] = isSteeper ? [a, b] : [b, a];
  if (!(greater.slope > lesser.slope * (1 + share)))
    return { verdict: 'pass', reason: `${of}, the slopes within ${formatShare(share)}` };
  if (!(greater.low > lesser.high))
    return {
      verdict: 'inconclusive',
      reason: `${of}, the slopes differ by more than ${formatShare(share)}, but their intervals overlap`,
    };
  return {
    verdict: isSteeper ? 'regression' : 'improvement',
    reason: `${of}, ${isSteeper ? 'steeper' : 'flatter'} in B`,
  };
}

const slopeShareOf = (metric: string): number =>
  LIVE_METRICS.some((name) => name === metric) ? LIVE_SLOPE_SHARE : SLOPE_SHARE;

/** Of two intervals that cover 0.95 each, or a bit more. */
const MIN_SLOPES_CONFIDENCE = 0.9 - Number.EPSILON;

/** The interval misses the difference no more often than either of the two intervals misses its slope. */
export const subtractSlopes = (a: MetricGrowth, b: MetricGrowth): Difference =>
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
function describeDetectable(a: MetricGrowth, b: MetricGrowth, share: number): number {
  if (a.verdict !== 'linear' || b.verdict !== 'linear') return Number.NaN;
  return Math.max(share, (a.high - a.slope + b.slope - b.low) / a.slope);
}
