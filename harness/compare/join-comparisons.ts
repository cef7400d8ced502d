/** A kept report says what is counted; the same code run again says what only pairs can describeInformational. Pure. */
import { decideVerdict } from './compare-reports.ts';
import type { CaseComparison, ComparisonClass, MetricComparison, ReportComparison } from './verdict.ts';

/** What depends on the machine and the moment. */
const MACHINE_DEPENDENT: ReadonlySet<ComparisonClass> = new Set(['memory', 'time']);

/**
 * `kept` with the memory and time metrics of `beside` in place of its own, case by case. A case that was not run
 * beside keeps its own, which judge nothing.
 */
export function joinComparisons(kept: ReportComparison, beside: ReportComparison): ReportComparison {
  const cases = kept.cases.map((one) => joinCase(one, findSame(one, beside)));
  const isComparable = kept.isComparable && beside.isComparable;
  const missing = [...kept.missing, ...beside.missing];
  return {
    ...kept,
    cases,
    missing,
    isComparable,
    reasons: [...kept.reasons, ...beside.reasons],
    verdict: isComparable ? decideVerdict(cases, missing) : 'not-compared',
  };
}

function joinCase(kept: CaseComparison, beside: CaseComparison | undefined): CaseComparison {
  const ofPairs = beside?.metrics.filter(isMachineDependent) ?? [];
  const replaced = new Set(ofPairs.map(({ metric }) => metric));
  const own = kept.metrics.filter(({ metric }) => !replaced.has(metric));
  const failed = beside?.metrics.filter((one) => one.class === 'outcome') ?? [];
  return { ...kept, metrics: [...own, ...ofPairs, ...failed] };
}

const isMachineDependent = ({ class: ofClass }: MetricComparison): boolean => MACHINE_DEPENDENT.has(ofClass);

const findSame = ({ scenario, b }: CaseComparison, beside: ReportComparison): CaseComparison | undefined =>
  beside.cases.find((one) => one.scenario === scenario && keyOf(one.b.parameters) === keyOf(b.parameters));

const keyOf = (parameters: object): string => JSON.stringify(Object.entries(parameters).sort());
