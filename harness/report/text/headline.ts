import type { ReportComparison } from '../../compare/verdict.ts';
import { type Finding, type FindingState, STATES } from './findings.ts';
import type { Reported } from './reported.ts';

export const STATE_WORDS: Readonly<Record<FindingState, string>> = {
  error: 'error',
  failed: 'failed',
  inconclusive: 'inconclusive',
  warning: 'warning',
  improved: 'improved',
  informational: 'informational',
  passed: 'passed',
};

/** Verdicts that a failed expectation does not replace. */
const WORST: readonly string[] = ['not comparable', 'regression', 'cases are missing'];

/** The overall result in a word or two. */
export function nameVerdict(reported: Reported, findings: readonly Finding[]): string {
  const compared = reported.kind === 'comparison' ? nameComparison(reported.comparison) : 'pass';
  if (WORST.includes(compared)) return compared;
  if (findings.some(({ state }) => state === 'error')) return 'not measured';
  if (findings.some(({ state }) => state === 'failed')) return 'expectations failed';
  // A shard can have no case.
  const isEmpty = reported.kind === 'run' && reported.report.results.length === 0;
  return isEmpty ? 'nothing measured' : compared;
}

function nameComparison({ verdict, missing }: ReportComparison): string {
  if (verdict === 'not-comparable') return 'not comparable';
  if (verdict === 'regression') return verdict;
  return missing.some(({ side }) => side === 'b') ? 'cases are missing' : verdict;
}

/** `1 failed, 2 inconclusive, 20 passed`. */
export function countStates(findings: readonly Finding[]): string {
  const counted = STATES.map(
    (state) => [findings.filter((one) => one.state === state).length, state] as const,
  );
  return counted
    .filter(([count]) => count > 0)
    .map(([count, state]) => `${count} ${STATE_WORDS[state]}${count > 1 && NOUNS.includes(state) ? 's' : ''}`)
    .join(', ');
}

const NOUNS: readonly FindingState[] = ['error', 'warning'];
