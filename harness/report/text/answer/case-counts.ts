/** How many cases failed, were inconclusive, and passed: the same words and counts for every format. Pure. */
import { caseKey } from '../../../case-key.ts';
import type { ReportComparison } from '../../../compare/verdict.ts';
import type { Environment } from '../../../result.ts';
import type { Finding } from '../findings.ts';
import { countStates } from '../headline.ts';
import { fails } from './culprits.ts';

type CaseState = 'failed' | 'inconclusive' | 'passed';

/** `2 of 10 cases failed, 1 inconclusive, 7 passed (checks: 3 failed, 60 passed)`. */
export function countAll(findings: readonly Finding[]): string {
  const checks = countStates(findings) || 'no checks';
  const cases = countCases(findings);
  return cases === '' ? checks : `${cases} (checks: ${checks})`;
}

/** Empty where there is no case, or where nothing can be said of them. */
export function countCases(findings: readonly Finding[]): string {
  if (findings.some((finding) => finding.of === undefined && fails(finding))) return '';
  const states = new Map<string, CaseState>();
  for (const finding of findings) {
    if (finding.of === undefined || finding.subject === NEW_CASE) continue;
    const key = caseKey(finding.of);
    states.set(key, worseOf(states.get(key), finding));
  }
  const count = (state: CaseState): number => [...states.values()].filter((one) => one === state).length;
  const [failed, inconclusive, passed] = [count('failed'), count('inconclusive'), count('passed')];
  if (states.size === 0) return '';
  if (states.size === 1) {
    const [state] = states.values();
    return state === 'inconclusive' ? 'the case is inconclusive' : `the case ${state}`;
  }
  if (passed === states.size) return `all ${states.size} cases passed`;
  return [
    `${failed} of ${states.size} cases failed`,
    ...(inconclusive === 0 ? [] : [`${inconclusive} inconclusive`]),
    ...(passed === 0 ? [] : [`${passed} passed`]),
  ].join(', ');
}

/** A case that only B has is compared with nothing. */
const NEW_CASE = 'new case';

function worseOf(before: CaseState | undefined, finding: Finding): CaseState {
  if (before === 'failed' || fails(finding)) return 'failed';
  return before === 'inconclusive' || finding.state === 'inconclusive' ? 'inconclusive' : 'passed';
}

const SHORT_COMMIT = 8;

/** `baseline main (revision 1a2b3c4d)`: what B is compared with. */
export function describeReference({ a }: Pick<ReportComparison, 'a'>): string {
  const revision = describeRevision(a.environment);
  return revision === '' ? a.label : `${a.label} (${revision})`;
}

/** `revision 1a2b3c4d, with changes`; empty where it is not known. */
export function describeRevision({
  gitCommit,
  gitIsClean = true,
}: Pick<Environment, 'gitCommit' | 'gitIsClean'>): string {
  if (gitCommit === undefined) return '';
  return `revision ${gitCommit.slice(0, SHORT_COMMIT)}${gitIsClean ? '' : ', with changes'}`;
}
