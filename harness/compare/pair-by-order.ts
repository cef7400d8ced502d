/** Runs of two invocations table side by side, so that one rule judges them and those that were run in pairs. Pure. */
import { type CaseResult, endedAsExpected, type RunKind, type RunResult } from '../result.ts';

/**
 * The first run of A beside the first of B, and so on, of each kind. Where nothing differs, the ratio of any two runs is
 * as often above 1 as below: that is all that the signed-rank test asks for. What changed between the two invocations
 * does not cancel out, as it does in pairs: for memory that is little, and none of 702 comparisons of one program with
 * itself, three scenarios in 27 invocations over an hour and a half, alone and beside a busy process, found a difference
 * in the first batch. A fresh batch of B is held against the runs of A that there are. Runs that failed are left out.
 */
export function pairByOrder(
  a: CaseResult,
  b: CaseResult,
): { readonly a: CaseResult; readonly b: CaseResult } {
  const freshKinds = new Set(b.runs.filter(isFresh).map(({ kind }) => kind));
  const kept = number(a.runs.filter((run) => !isFresh(run) && endedAsExpected(run, a)));
  const again = kept.filter(({ kind }) => freshKinds.has(kind)).map((run) => ({ ...run, batch: 2 as const }));
  const found = number(b.runs.filter((run) => endedAsExpected(run, b)));
  return { a: { ...a, runs: [...kept, ...again] }, b: { ...b, runs: found } };
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
