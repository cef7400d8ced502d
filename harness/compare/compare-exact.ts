/** Metrics that are counted by event: exact, or demoted. Pure. */
import { metricNamed } from '../metrics.ts';
import type { CaseResult } from '../result.ts';
import { median } from '../stats/quantile.ts';
import { locationShift } from './location-shift.ts';
import { compareWithMissing, makeComparison, makeDifference } from './metric-comparison.ts';
import { EXACT_TOLERANCE, type ExactRule, MIN_EXACT_RUNS } from './metric-rules.ts';
import { readFigures } from './side-figures.ts';
import type { Difference, MetricComparison } from './verdict.ts';

interface Sides {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** Undefined where neither side has the figure. */
export function compareExact(a: CaseResult, b: CaseResult, rule: ExactRule): MetricComparison | undefined {
  const { unit, ...readable } = metricNamed(rule.metric);
  const identity = { metric: rule.metric, class: 'exact', unit } as const;
  const figures = { a: readFigures(a, readable), b: readFigures(b, readable) };
  const medians = { a: medianOf(figures.a), b: medianOf(figures.b) };
  if (medians.a === undefined && medians.b === undefined) return undefined;
  const isGated = rule.worse !== 'neither';
  if (medians.a === undefined || medians.b === undefined)
    return compareWithMissing(identity, { ...medians, isGated });

  const difference = medians.b - medians.a;
  const tolerance = Math.max(
    EXACT_TOLERANCE * Math.abs(medians.a),
    rule.floorBytes,
    unit === 'bytes' ? Math.max(readChunk(a), readChunk(b)) : 0,
  );
  const told = {
    ...identity,
    ...medians,
    difference: describeDifference(figures, difference),
    minDetectableEffect: tolerance,
  };
  const warning = findReservation(figures, rule);
  if (warning !== undefined) return makeComparison({ ...told, ...warning });
  return makeComparison({ ...told, ...decide(difference, tolerance, rule) });
}

type Decision = Pick<MetricComparison, 'verdict' | 'reason' | 'isGated'>;

function findReservation(figures: Sides, { floorBytes, worse }: ExactRule): Decision | undefined {
  const varying = (['a', 'b'] as const).find((side) => rangeOf(figures[side]) > floorBytes);
  if (varying !== undefined) {
    const [low, high] = [Math.min(...figures[varying]), Math.max(...figures[varying])];
    return {
      verdict: 'inconclusive',
      reason: `it varies between the runs of ${varying.toUpperCase()}, from ${low} to ${high}: growth is judged instead`,
      isGated: false,
    };
  }
  const fewest = Math.min(figures.a.length, figures.b.length);
  if (fewest >= MIN_EXACT_RUNS) return undefined;
  return {
    verdict: 'inconclusive',
    reason: `${fewest} ${fewest === 1 ? 'run' : 'runs'} of a side: ${MIN_EXACT_RUNS} are needed to know that it does not vary`,
    isGated: worse !== 'neither',
  };
}

function decide(difference: number, tolerance: number, { worse }: ExactRule): Decision {
  const isGated = worse !== 'neither';
  if (Math.abs(difference) <= tolerance)
    return { verdict: 'pass', reason: difference === 0 ? 'the same' : 'within the tolerance', isGated };
  const way = difference > 0 ? 'more' : 'less';
  if (!isGated) {
    const reason = `${way} in B; told and not judged: what holds less drains more often`;
    return { verdict: 'not-compared', reason, isGated };
  }
  const isWorse = worse === 'either' || difference > 0;
  return {
    verdict: isWorse ? 'regression' : 'improvement',
    reason: `${way} in B, and every run of a side has the same`,
    isGated,
  };
}

function describeDifference({ a, b }: Sides, estimate: number): Difference {
  if (rangeOf(a) === 0 && rangeOf(b) === 0)
    return makeDifference('absolute', { estimate, low: estimate, high: estimate, confidence: 1 });
  return makeDifference('absolute', locationShift(a, b));
}

/** A queue may stop one chunk earlier or later. */
function readChunk({ parameters: { chunkSize } }: CaseResult): number {
  return typeof chunkSize === 'number' && chunkSize > 0 ? chunkSize : 0;
}

const rangeOf = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) -
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);

const medianOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : median(values);
