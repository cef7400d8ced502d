/** Differences that are too large to pass in silence, of metrics that decided nothing. Pure. */
import { differenceOf, isGated, type MetricComparison, ruleClassOf } from '../../../compare/verdict.ts';
import { type Finding, listFindings, nameCase } from '../findings.ts';
import type { Reported } from '../reported.ts';
import { describeTimes, nameInFull, timesMore } from './culprits.ts';

/** Smaller ones are everyday on a shared machine. */
const MIN_TIMES = 1.5;

/** A few milliseconds are doubled by a single page fault, and a few MiB by a single collection. */
const MIN_DIFFERENCE: Readonly<Partial<Record<MetricComparison['unit'], number>>> = {
  ms: 20,
  bytes: 4 * 1024 * 1024,
};

const REMEDIES = {
  ab: 'give more pairs: --max-pairs',
  check: 'add --against-rev REV to judge it',
  compare: 'judge it with `tidemark ab`',
} as const;

/**
 * `ignore-drain: CPU is 9.1 times as much as in A and was not judged: 3 runs per side: at least 30 are needed; add …`, the
 * largest first.
 */
export function listLargeDifferences(
  reported: Reported,
  findings: readonly Finding[] = listFindings(reported),
): string[] {
  if (reported.kind === 'run') return [];
  return findings
    .flatMap((finding) => {
      const { compared } = finding;
      if (compared === undefined || !isLarge(compared)) return [];
      return [{ finding, compared, times: timesMore(compared) ?? 0 }];
    })
    .sort((one, other) => other.times - one.times)
    .map(({ finding, compared, times }) => {
      const what = `${nameInFull(compared.metric)} is ${describeTimes(times)} ${times >= 2 ? 'as' : 'than'} in A`;
      return `${nameCase(finding)}: ${what} and was not judged: ${compared.reason}; ${REMEDIES[reported.by]}`;
    });
}

function isLarge(metric: MetricComparison): boolean {
  const isUndecided =
    metric.verdict === 'informational' || (metric.verdict === 'inconclusive' && isGated(metric));
  if (!isUndecided || !['memory', 'time'].includes(ruleClassOf(metric))) return false;
  const { a = 0, b = 0, unit } = metric;
  const { low = 0 } = differenceOf(metric) ?? {};
  return (
    low > 0 &&
    (timesMore(metric) ?? 0) >= MIN_TIMES &&
    b - a >= (MIN_DIFFERENCE[unit] ?? Number.POSITIVE_INFINITY)
  );
}
