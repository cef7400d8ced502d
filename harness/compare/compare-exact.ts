/** Compares counters: exact, unless they vary between the runs of a side. Pure. */
import { type Metric, metricNamed } from '../metrics.ts';
import type { CaseResult } from '../result.ts';
import { labelSide, mapSides, SIDE_NAMES, type Sides } from '../sides.ts';
import { median } from '../stats/quantile.ts';
import { locationShift } from './location-shift.ts';
import { compareWithMissing, makeDifference } from './metric-comparison.ts';
import { EXACT_TOLERANCE, type ExactRule, MIN_EXACT_RUNS } from './metric-rules.ts';
import { readFigures } from './side-figures.ts';
import type { Difference, ExactComparison, InformationalComparison } from './verdict.ts';

type Figures = Sides<readonly number[]>;

/** Undefined where neither side has the figure. */
export function compareExact(
  a: CaseResult,
  b: CaseResult,
  rule: ExactRule,
): ExactComparison | InformationalComparison | undefined {
  const metric = metricNamed(rule.metric);
  const { unit, worse } = metric;
  const identity = { metric: rule.metric, class: 'exact', unit } as const;
  const figures = mapSides({ a, b }, (result) => readFigures(result, metric));
  const medians = mapSides(figures, medianOf);
  if (medians.a === undefined && medians.b === undefined) return undefined;
  const isGated = worse !== 'neither';
  if (medians.a === undefined || medians.b === undefined)
    return compareWithMissing(identity, { ...medians, isGated });

  const difference = medians.b - medians.a;
  const tolerance = Math.max(
    EXACT_TOLERANCE * Math.abs(medians.a),
    rule.floorBytes,
    unit === 'bytes' ? Math.max(readChunk(a), readChunk(b)) : 0,
  );
  const compared = {
    ...identity,
    ...medians,
    difference: describeDifference(figures, difference),
    minDetectableEffect: tolerance,
  };
  const inconclusive = explainInconclusive(figures, rule, worse);
  if (inconclusive !== undefined) return { ...compared, ...inconclusive };
  if (isGated || Math.abs(difference) <= tolerance)
    return { ...compared, ...decide(difference, tolerance, worse) };
  return {
    metric: rule.metric,
    unit,
    ...medians,
    difference: compared.difference,
    class: 'informational',
    verdict: 'informational',
    reason: `${directionOf(difference)} in B; not judged: a program that buffers less drains more often`,
  };
}

type Decision = Pick<ExactComparison, 'verdict' | 'reason' | 'isGated'>;

function explainInconclusive(
  figures: Figures,
  { floorBytes }: ExactRule,
  worse: Metric['worse'],
): Decision | undefined {
  const varying = SIDE_NAMES.find((side) => rangeOf(figures[side]) > floorBytes);
  if (varying !== undefined) {
    const [low, high] = [Math.min(...figures[varying]), Math.max(...figures[varying])];
    return {
      verdict: 'inconclusive',
      reason: `it varies between the runs of ${labelSide(varying)}, from ${low} to ${high}: growth is judged instead`,
      isGated: false,
    };
  }
  const runsPerSide = Math.min(figures.a.length, figures.b.length);
  if (runsPerSide >= MIN_EXACT_RUNS) return undefined;
  return {
    verdict: 'inconclusive',
    reason: `${runsPerSide} ${runsPerSide === 1 ? 'run' : 'runs'} per side: ${MIN_EXACT_RUNS} are needed to show that it does not vary`,
    isGated: worse !== 'neither',
  };
}

function decide(difference: number, tolerance: number, worse: Metric['worse']): Decision {
  const isGated = worse !== 'neither';
  if (Math.abs(difference) <= tolerance)
    return { verdict: 'pass', reason: difference === 0 ? 'the same' : 'within the tolerance', isGated };
  const isWorse = worse === 'either' || difference > 0;
  return {
    verdict: isWorse ? 'regression' : 'improvement',
    reason: `${directionOf(difference)} in B, and the same in every run of a side`,
    isGated,
  };
}

const directionOf = (difference: number): 'more' | 'less' => (difference > 0 ? 'more' : 'less');

function describeDifference({ a, b }: Figures, estimate: number): Difference {
  if (rangeOf(a) === 0 && rangeOf(b) === 0)
    return makeDifference('absolute', { estimate, low: estimate, high: estimate, confidence: 1 });
  return makeDifference('absolute', locationShift(a, b));
}

/** A queue may stop filling one chunk earlier or later. */
function readChunk({ parameters: { chunkSize } }: CaseResult): number {
  return typeof chunkSize === 'number' && chunkSize > 0 ? chunkSize : 0;
}

const rangeOf = (values: readonly number[]): number =>
  values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY) -
  values.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY);

const medianOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : median(values);
