/** A stored report decides the counters; interleaved pairs with the same code decide time and memory. Pure. */
import { caseKey } from '../case-key.ts';
import { decideVerdict } from './compare-reports.ts';
import { type CaseComparison, type MetricComparison, type ReportComparison, ruleClassOf } from './verdict.ts';

/**
 * `stored` with the memory, time and informational metrics of `paired` in place of its own, case by case. A case that
 * was not run in pairs keeps its own, which are informational.
 */
export function joinComparisons(stored: ReportComparison, paired: ReportComparison): ReportComparison {
  const cases = stored.cases.map((one) => joinCase(one, findSame(one, paired)));
  const isComparable = stored.isComparable && paired.isComparable;
  const missing = [...stored.missing, ...paired.missing];
  return {
    ...stored,
    cases,
    missing,
    isComparable,
    reasons: [...stored.reasons, ...paired.reasons],
    verdict: isComparable ? decideVerdict(cases, missing) : 'not-comparable',
  };
}

function joinCase(stored: CaseComparison, paired: CaseComparison | undefined): CaseComparison {
  const fromPairs = paired?.metrics.filter(isMachineDependent) ?? [];
  const replaced = new Set(fromPairs.map(({ metric }) => metric));
  const own = stored.metrics.filter(({ metric }) => !replaced.has(metric));
  const failed = paired?.metrics.filter((one) => one.class === 'outcome') ?? [];
  return { ...stored, metrics: [...own, ...fromPairs, ...failed] };
}

/** Counters, growth and outcomes come from the comparison with the stored report. */
const isMachineDependent = (metric: MetricComparison): boolean =>
  !['exact', 'growth', 'outcome'].includes(ruleClassOf(metric));

/** Both compare the same code as B, so the side B has the same cases. */
function findSame(one: CaseComparison, paired: ReportComparison): CaseComparison | undefined {
  const key = keyOfB(one);
  return paired.cases.find((other) => keyOfB(other) === key);
}

const keyOfB = ({ scenario, file, b }: CaseComparison): string =>
  caseKey({ scenario, ...(file !== undefined && { file }), ...b });
