import type { ReportComparison } from '../compare/verdict.ts';
import { EXIT } from '../errors.ts';
import { type CaseResult, endedAsExpected, hasPassed, type Report } from '../result.ts';

/** The worst state decides: a missing figure is worse than a bad one. */
export function decideExit(results: readonly CaseResult[], strict: boolean): number {
  const isMeasured = results.some(({ runs }) => runs.length > 0);
  if (!isMeasured || results.some(hasUnmeasuredRun)) return EXIT.notMeasured;
  const expectations = results.flatMap((result) => result.expectations);
  if (expectations.some((one) => 'notJudged' in one)) return EXIT.notMeasured;
  if (!expectations.every(hasPassed)) return EXIT.failed;
  if (strict && results.some(({ growth }) => growth?.verdict === 'inconclusive')) return EXIT.inconclusive;
  return EXIT.pass;
}

/** For a comparison: `not-comparable` means that nothing could be judged. */
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
 * For an A/B comparison. If B fails, or fails an expectation, and A does not, that is a regression; if neither could be
 * measured, there is nothing to compare. An expectation that only A fails was fixed in B.
 */
export function decideAbExit(
  comparison: Pick<ReportComparison, 'verdict'>,
  { a, b }: { readonly a: Pick<Report, 'results'>; readonly b: Pick<Report, 'results'> },
  strict: boolean,
): number {
  const compared = decideComparisonExit(comparison, strict);
  if (comparison.verdict === 'regression') return compared;
  const ofB = decideExit(b.results, false);
  if (ofB === EXIT.notMeasured || a.results.some(hasUnmeasuredRun)) return EXIT.notMeasured;
  return compared === EXIT.notComparable || ofB === EXIT.pass ? compared : ofB;
}

/** A run that completed unexpectedly is measured: it is a failed expectation. */
const hasUnmeasuredRun = (result: CaseResult): boolean =>
  result.runs.some((run) => run.outcome.state !== 'completed' && !endedAsExpected(run, result));
