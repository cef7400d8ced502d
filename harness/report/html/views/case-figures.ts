/** The figures of a case that several views show, each with its exact value. */
import type { ClaimAnswerVerdict } from '../../../claims/claim.ts';
import { DEFAULT_GROWTH_METRIC } from '../../../growth.ts';
import { findMetric } from '../../../metrics.ts';
import { type CaseResult, endedAsExpected, hasPassed, type Summary } from '../../../result.ts';
import { formatFigure, formatSlope, type Unit } from '../../../units.ts';
import { formatLongFigure, MISSING } from '../../text/comparison-figures.ts';
import { formatPercent } from '../../text/growth-place.ts';
import type { Cell } from '../table.ts';

export type CaseVerdict =
  | 'failed'
  | 'linear'
  | 'inconclusive'
  | 'bounded'
  | 'not judged'
  | ClaimAnswerVerdict;

/** In one word: whether a run or an expectation failed, and otherwise whether a claim is true, or how memory grows. */
export function judgeCase(result: CaseResult): CaseVerdict {
  const isFailed =
    result.expectations.some((one) => !hasPassed(one)) || result.runs.some((run) => !isFine(run, result));
  return isFailed ? 'failed' : (result.claim?.verdict ?? result.growth?.verdict ?? 'not judged');
}

const isFine = (run: CaseResult['runs'][number], result: CaseResult): boolean =>
  run.outcome.state === 'completed' || endedAsExpected(run, result);

/** The outcomes of all runs, each with its count: `completed`, or `12 completed, 1 timed-out`. */
export function countOutcomes({ runs }: CaseResult): string {
  const counts = new Map<string, number>();
  for (const { outcome } of runs) counts.set(outcome.state, (counts.get(outcome.state) ?? 0) + 1);
  if (counts.size === 0) return 'nothing was measured';
  const [only] = counts.keys();
  return counts.size === 1 && only !== undefined
    ? only
    : [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}

export const slopeCell = ({ growth }: CaseResult): Cell => ({
  text: growth === undefined ? MISSING : `${formatSlope(growth.slope)} B/B`,
  value: growth?.slope,
});

export const explainedCell = ({ growth }: CaseResult): Cell => {
  const ratio = growth?.explained?.ratio;
  return { text: ratio === undefined ? MISSING : `${formatPercent(ratio)} %`, value: ratio };
};

/** The peak of the metric by which the case is judged. */
export function peakCell({ summary, growth }: CaseResult): Cell {
  const name = growth?.metric ?? DEFAULT_GROWTH_METRIC;
  const median = summaryOf(summary, name)?.median;
  return { text: formatLongFigure(median, findMetric(name)?.unit ?? 'count'), value: median };
}

const summaryOf = (summary: CaseResult['summary'], name: string): Summary | undefined =>
  Object.hasOwn(summary, name) ? summary[name] : undefined;

/** Of all labels together; undefined if none was watched. */
export function sumHighWaterMarks({ runs }: CaseResult): number | undefined {
  const { counters } = runs.find((run) => run.counters !== undefined) ?? {};
  const sum = Object.values(counters ?? {}).reduce(
    (total, { highWaterMarkBytes = 0 }) => total + highWaterMarkBytes,
    0,
  );
  return sum > 0 ? sum : undefined;
}

export const bytesCell = (value: number | undefined): Cell => figureCell(value, 'bytes');

export const figureCell = (value: number | undefined, unit: Unit): Cell => ({
  text: value === undefined ? MISSING : formatFigure(value, unit),
  value,
});

/** `3 passed`, or `1 of 3 failed`. */
export function countExpectations({ expectations }: CaseResult): string {
  const failed = expectations.filter((one) => !hasPassed(one)).length;
  if (expectations.length === 0) return MISSING;
  return failed === 0 ? `✓ ${expectations.length} passed` : `✗ ${failed} of ${expectations.length} failed`;
}
