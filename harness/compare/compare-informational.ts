/** What is shown and not judged: runs that were not made in pairs, and what no rule covers. Pure. */
import { growthMetricNamed, type Metric, type MetricName, metricNamed, recordedNames } from '../metrics.ts';
import type { CaseResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { median } from '../stats/quantile.ts';
import { locationShift } from './location-shift.ts';
import { makeComparison, makeRelativeDifference } from './metric-comparison.ts';
import { readFigures } from './side-figures.ts';
import type { ComparisonClass, Difference, MetricComparison } from './verdict.ts';

interface Told {
  readonly metric: string;
  readonly class: ComparisonClass;
  readonly source: Omit<Metric, 'name'>;
}

export const informationalMetric = (name: MetricName, ofClass: ComparisonClass): Told => ({
  metric: name,
  class: ofClass,
  source: metricNamed(name),
});

/** What the runs of either side recorded themselves. */
export const informationalRecorded = (a: CaseResult, b: CaseResult): Told[] =>
  recordedNames([...a.runs, ...b.runs])
    .sort()
    .map((name) => ({
      metric: name,
      class: 'time',
      source: growthMetricNamed(name satisfies GrowthMetric),
    }));

/** Undefined where neither side has the figure. */
export function describeInformational(
  a: CaseResult,
  b: CaseResult,
  told: Told,
  reason: string,
): MetricComparison | undefined {
  const [ofA, ofB] = [a, b].map((result) => readFigures(result, told.source));
  if (ofA === undefined || ofB === undefined || ofA.length + ofB.length === 0) return undefined;
  const missing = ofA.length === 0 ? 'A' : ofB.length === 0 ? 'B' : undefined;
  return makeComparison({
    metric: told.metric,
    class: told.class,
    unit: told.source.unit,
    a: ofA.length === 0 ? undefined : median(ofA),
    b: ofB.length === 0 ? undefined : median(ofB),
    difference: describeDifference(ofA, ofB),
    verdict: 'not-compared',
    reason: missing === undefined ? reason : `${missing} has no such figure`,
    isGated: false,
  });
}

/** Of figures by their ratios; undefined where one side has none, or one of them has no logarithm. */
function describeDifference(a: readonly number[], b: readonly number[]): Difference | undefined {
  const all = [...a, ...b];
  if (a.length === 0 || b.length === 0) return undefined;
  if (!all.every((value) => value > 0)) return undefined;
  return makeRelativeDifference(locationShift(a.map(Math.log), b.map(Math.log)));
}
