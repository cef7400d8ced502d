/** Pairs the runs of two invocations, so that the rule for interleaved pairs judges them, too. Pure. */
import { type CaseResult, endedAsExpected, type RunKind, type RunResult } from '../../result.ts';
import type { Sides } from '../../sides.ts';

/**
 * Pairs the first run of A with the first of B, and so on, of each kind. Where nothing differs, the ratio of any two runs is
 * as often above 1 as below, which is all that the signed-rank test requires. What changed between the two invocations
 * does not cancel out, as it does in pairs: for memory that is little, and none of 702 comparisons of one program with
 * itself, three scenarios in 27 invocations over an hour and a half, with and without a busy process, detected a difference
 * in the first batch. A fresh batch of B is compared with the existing runs of A. Runs that failed are excluded.
 */
export function pairByOrder(a: CaseResult, b: CaseResult): Sides<CaseResult> {
  const freshKinds = new Set(b.runs.filter(isFresh).map(({ kind }) => kind));
  const first = number(a.runs.filter((run) => !isFresh(run) && endedAsExpected(run, a)));
  const again = first
    .filter(({ kind }) => freshKinds.has(kind))
    .map((run) => ({ ...run, batch: 2 as const }));
  const ofB = number(b.runs.filter((run) => endedAsExpected(run, b)));
  return { a: { ...a, runs: [...first, ...again] }, b: { ...b, runs: ofB } };
}

const isFresh = ({ batch }: RunResult): boolean => batch === 2;

/** By the order in which they were made, in each kind and batch. */
function number(runs: readonly RunResult[]): RunResult[] {
  const next = new Map<`${RunKind} ${1 | 2}`, number>();
  return [...runs]
    .sort((one, other) => one.index - other.index)
    .map((run) => {
      const batch = run.batch ?? 1;
      const pair = next.get(`${run.kind} ${batch}`) ?? 0;
      next.set(`${run.kind} ${batch}`, pair + 1);
      return { ...run, pair, batch };
    });
}
