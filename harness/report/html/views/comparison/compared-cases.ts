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
import { limitSections } from '../sections.ts';

export interface SideOfCase {
  readonly result: CaseResult;
  readonly samples: ThinnedSamples;
}

export interface ComparedCase {
  readonly compared: CaseComparison;
  readonly name: string;
  readonly anchor: string;
  readonly verdict: CaseVerdict;
  /** Whether there is a section at its anchor. */
  readonly hasSection: boolean;
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

export function listComparedCases(
  { cases }: ReportComparison,
  sources: Sides<Source>,
): readonly ComparedCase[] {
  const axesOf = findAxes(cases, varyingComparedAxes);
  const taken = new Set<string>();
  const [allA, allB] = [indexCases(sources.a), indexCases(sources.b)];
  const all = cases.map((compared): ComparedCase => {
    const label = labelCompared(compared, axesOf.get(scenarioKey(compared)) ?? []);
    const scenario = nameScenario(compared, cases);
    const name = label === '' ? scenario : `${scenario} [${label}]`;
    const [a, b] = [findSide(compared, 'a', allA), findSide(compared, 'b', allB)];
    return {
      ...{ compared, name, verdict: judge(compared), hasSection: true },
      anchor: makeAnchor(name, taken),
      sides: { ...(a !== undefined && { a }), ...(b !== undefined && { b }) },
    };
  });
  return limitSections(all, ({ verdict }) => FROM_WORST.indexOf(verdict));
}

/** By their keys: of thousands of cases, each has to be found. */
function indexCases({ report, samples }: Source): ReadonlyMap<string, SideOfCase> {
  const byKey = new Map<string, SideOfCase>();
  for (const result of report.results) {
    const key = caseKey(result);
    if (!byKey.has(key)) byKey.set(key, { result, samples });
  }
  return byKey;
}

function findSide(
  compared: CaseComparison,
  side: 'a' | 'b',
  byKey: ReadonlyMap<string, SideOfCase>,
): SideOfCase | undefined {
  const { scenario, file } = compared;
  return byKey.get(caseKey({ scenario, ...(file !== undefined && { file }), ...compared[side] }));
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
