import type { ReportComparison } from '../compare/verdict.ts';
import { EXIT } from '../exit-codes.ts';
import { type CaseResult, endedAsExpected, type Report } from '../result.ts';

/** The worst of what was found decides: a figure that is missing weighs more than one that is bad. */
export function decideExit(results: readonly CaseResult[], strict: boolean): number {
  const isMeasured = results.some(({ runs }) => runs.length > 0);
  if (!isMeasured || results.some(hasUnmeasuredRun)) return EXIT.notMeasured;
  if (results.some(({ expectations }) => expectations.some(({ passed }) => !passed))) return EXIT.failed;
  if (strict && results.some(({ growth }) => growth?.verdict === 'inconclusive')) return EXIT.inconclusive;
  return EXIT.pass;
}

/** Of a comparison: `not-comparable` is that nothing of it could be judged. */
export function decideComparisonExit(
  { verdict }: Pick<ReportComparison, 'verdict'>,
  strict: boolean,
): number {
  switch (verdict) {
    case 'regression':
      return EXIT.failed;
    case 'not-comparable':
      return EXIT.notComparable;
    case 'inconclusive':
      return strict ? EXIT.inconclusive : EXIT.pass;
    default:
      return EXIT.pass;
  }
}

/**
 * Of two sides. That B fails, or does not hold what it must, where A does, is a regression; where neither could be
 * measured nothing is known. What only A does not hold is what B has mended.
 */
export function decideAbExit(
  comparison: Pick<ReportComparison, 'verdict'>,
  { a, b }: { readonly a: Pick<Report, 'results'>; readonly b: Pick<Report, 'results'> },
  strict: boolean,
): number {
  const found = decideComparisonExit(comparison, strict);
  if (comparison.verdict === 'regression') return found;
  const ofB = decideExit(b.results, false);
  if (ofB === EXIT.notMeasured || a.results.some(hasUnmeasuredRun)) return EXIT.notMeasured;
  return found === EXIT.notComparable || ofB === EXIT.pass ? found : ofB;
}

/** A run that completed where it should not have is measured: it is an expectation that did not hold. */
const hasUnmeasuredRun = (result: CaseResult): boolean =>
  result.runs.some((run) => run.outcome.state !== 'completed' && !endedAsExpected(run, result));
