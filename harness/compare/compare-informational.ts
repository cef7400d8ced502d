/** What is shown and not judged: runs that were not made in pairs, and what no rule covers. Pure. */
import { growthMetricNamed, type Metric, type MetricName, metricNamed, recordedNames } from '../metrics.ts';
import type { CaseResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { median } from '../stats/quantile.ts';
import { unpairedShift } from './location-shift.ts';
import { makeComparison, makeRelativeDifference } from './metric-comparison.ts';
import { readFigures } from './side-figures.ts';
import type { Difference, MetricClass, MetricComparison } from './verdict.ts';

interface Told {
  readonly metric: string;
  readonly class: MetricClass;
  readonly source: Omit<Metric, 'name'>;
}

export const toldMetric = (name: MetricName, ofClass: MetricClass): Told => ({
  metric: name,
  class: ofClass,
  source: metricNamed(name),
});

/** What the runs of either side recorded themselves. */
export const toldRecorded = (a: CaseResult, b: CaseResult): Told[] =>
  recordedNames([...a.runs, ...b.runs])
    .sort()
    .map((name) => ({
      metric: name,
      class: 'noisy',
      source: growthMetricNamed(name satisfies GrowthMetric),
    }));

/** Undefined where neither side has the figure. */
export function tell(a: CaseResult, b: CaseResult, told: Told, reason: string): MetricComparison | undefined {
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
  return makeRelativeDifference(unpairedShift(a.map(Math.log), b.map(Math.log)));
}
