/** The cases of a comparison as the page shows them, each with what both reports have of it. */
import { caseKey, nameScenario, scenarioKey } from '../../../../case-key.ts';
import {
  type CaseComparison,
  differenceOf,
  isGated,
  type MetricComparison,
  type ReportComparison,
} from '../../../../compare/verdict.ts';
import type { CaseResult, Report } from '../../../../result.ts';
import type { Sides } from '../../../../sides.ts';
import { findAxes, labelCompared, varyingComparedAxes } from '../../../text/case-label.ts';
import { makeAnchor } from '../../page-parts.ts';
import type { ThinnedSamples } from '../../thinned-samples.ts';

export interface SideOfCase {
  readonly result: CaseResult;
  readonly samples: ThinnedSamples;
}

export interface ComparedCase {
  readonly compared: CaseComparison;
  readonly name: string;
  readonly anchor: string;
  readonly verdict: CaseVerdict;
  /** Undefined for a side whose report lacks it. */
  readonly sides: Partial<Sides<SideOfCase>>;
}

/** The worst of the metrics that are gated; informational if none is. */
export type CaseVerdict = MetricComparison['verdict'];

const FROM_WORST: readonly CaseVerdict[] = [
  'regression',
  'inconclusive',
  'improvement',
  'pass',
  'informational',
];

interface Source {
  readonly report: Report;
  readonly samples: ThinnedSamples;
}

export function listComparedCases({ cases }: ReportComparison, sources: Sides<Source>): ComparedCase[] {
  const axesOf = findAxes(cases, varyingComparedAxes);
  const taken = new Set<string>();
  return cases.map((compared) => {
    const label = labelCompared(compared, axesOf.get(scenarioKey(compared)) ?? []);
    const scenario = nameScenario(compared, cases);
    const name = label === '' ? scenario : `${scenario} [${label}]`;
    const [a, b] = [findSide(compared, 'a', sources.a), findSide(compared, 'b', sources.b)];
    return {
      ...{ compared, name, verdict: judge(compared) },
      anchor: makeAnchor(name, taken),
      sides: { ...(a !== undefined && { a }), ...(b !== undefined && { b }) },
    };
  });
}

function findSide(
  compared: CaseComparison,
  side: 'a' | 'b',
  { report, samples }: Source,
): SideOfCase | undefined {
  const { scenario, file } = compared;
  const key = caseKey({ scenario, ...(file !== undefined && { file }), ...compared[side] });
  const result = report.results.find((one) => caseKey(one) === key);
  return result === undefined ? undefined : { result, samples };
}

function judge({ metrics }: CaseComparison): CaseVerdict {
  const verdicts = new Set(metrics.filter(isGated).map(({ verdict }) => verdict));
  return FROM_WORST.find((verdict) => verdicts.has(verdict as never)) ?? 'informational';
}

/** Whether a metric has moved, as far as the runs show. */
export function hasChanged(metric: MetricComparison): boolean {
  if (metric.verdict === 'regression' || metric.verdict === 'improvement') return true;
  const { direction } = differenceOf(metric) ?? {};
  return direction === 'more' || direction === 'less';
}
