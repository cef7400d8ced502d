/** Compares how the runs of a case ended, kind by kind. Pure. */
import { type CaseResult, endedAsExpected, type RunKind, type RunResult } from '../result.ts';
import type { JudgedVerdict, OutcomeComparison } from './verdict.ts';

const KINDS: readonly RunKind[] = ['measure', 'profile', 'growth', 'stable'];

interface Ended {
  readonly completed: number;
  readonly failed: readonly RunResult[];
}

/** Undefined where no run failed on either side. A run that the user interrupted did not fail. */
export function compareOutcomes(a: CaseResult, b: CaseResult): OutcomeComparison | undefined {
  const kinds = KINDS.map((kind) => ({ kind, a: countEnded(a, kind), b: countEnded(b, kind) }));
  const [failedInA, failedInB] = [
    kinds.flatMap((kind) => kind.a.failed),
    kinds.flatMap((kind) => kind.b.failed),
  ];
  if (failedInA.length + failedInB.length === 0) return undefined;
  const verdicts = kinds.map((kind) => judgeKind(kind.a, kind.b));
  const verdict = (['regression', 'inconclusive', 'improvement'] as const).find((word) =>
    verdicts.includes(word),
  );
  return {
    metric: 'outcome',
    class: 'outcome',
    unit: 'count',
    a: failedInA.length,
    b: failedInB.length,
    verdict: verdict ?? 'pass',
    reason: [describeFailed('A', failedInA), describeFailed('B', failedInB)].filter(Boolean).join('; '),
    isGated: true,
  };
}

function countEnded(result: CaseResult, kind: RunKind): Ended {
  const runs = result.runs.filter((run) => run.kind === kind && run.outcome.state !== 'aborted');
  const failed = runs.filter((run) => !endedAsExpected(run, result));
  return { completed: runs.length - failed.length, failed };
}

/** A regression or an improvement if one side fails where the other completes; inconclusive if both fail, or the other has no runs. */
function judgeKind(a: Ended, b: Ended): JudgedVerdict {
  const [fails, others] = a.failed.length === 0 ? [b, a] : [a, b];
  if (fails.failed.length === 0) return 'pass';
  if (others.failed.length > 0 || others.completed === 0) return 'inconclusive';
  return fails === b ? 'regression' : 'improvement';
}

function describeFailed(side: string, failed: readonly RunResult[]): string {
  if (failed.length === 0) return '';
  const states = [...new Set(failed.map(({ kind, outcome }) => `${kind}: ${outcome.state}`))];
  return `${failed.length} ${failed.length === 1 ? 'run' : 'runs'} of ${side} failed (${states.join(', ')})`;
}
