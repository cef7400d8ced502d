/** Metrics that are shown and not judged: those of unpaired runs, and those that no rule covers. Pure. */
import {
  type AnyMetric,
  growthMetricNamed,
  type MetricName,
  metricNamed,
  recordedNames,
} from '../metrics.ts';
import type { CaseResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { median } from '../stats/quantile.ts';
import { locationShift } from './location-shift.ts';
import { makeRelativeDifference } from './metric-comparison.ts';
import { readFigures } from './side-figures.ts';
import type { Difference, InformationalComparison } from './verdict.ts';

interface Shown {
  readonly metric: string;
  readonly source: AnyMetric;
}

export const informationalMetric = (name: MetricName): Shown => ({
  metric: name,
  source: metricNamed(name),
});

/** The figures that scenarios recorded in the runs of either side. */
export const informationalRecorded = (a: CaseResult, b: CaseResult): Shown[] =>
  recordedNames([...a.runs, ...b.runs])
    .sort()
    .map((name) => ({ metric: name, source: growthMetricNamed(name satisfies GrowthMetric) }));

/** Undefined where neither side has the figure. */
export function describeInformational(
  a: CaseResult,
  b: CaseResult,
  { metric, source }: Shown,
  reason: string,
): InformationalComparison | undefined {
  const [ofA, ofB] = [a, b].map((result) => readFigures(result, source));
  if (ofA === undefined || ofB === undefined || ofA.length + ofB.length === 0) return undefined;
  const missing = ofA.length === 0 ? 'A' : ofB.length === 0 ? 'B' : undefined;
  return {
    metric,
    class: 'informational',
    unit: source.unit,
    a: ofA.length === 0 ? undefined : median(ofA),
    b: ofB.length === 0 ? undefined : median(ofB),
    difference: describeDifference(ofA, ofB),
    verdict: 'informational',
    reason: missing === undefined ? reason : `${missing} has no such figure`,
  };
}

/** Compares figures by their ratios; undefined where a side has no figures, or one of them has no logarithm. */
function describeDifference(a: readonly number[], b: readonly number[]): Difference | undefined {
  const all = [...a, ...b];
  if (a.length === 0 || b.length === 0) return undefined;
  if (!all.every((value) => value > 0)) return undefined;
  return makeRelativeDifference(locationShift(a.map(Math.log), b.map(Math.log)));
}
