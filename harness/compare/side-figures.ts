/** The figures of one side of a case: of its runs that ended as they should. Pure. */
import { type CaseResult, endedAsExpected, type RunKind, type RunResult } from '../result.ts';

export interface Readable {
  readonly measuredBy: RunKind;
  readonly read: (run: RunResult) => number | undefined;
}

/** In the order in which the runs were made; what is not a finite number is no figure. */
export function readFigures(result: CaseResult, { measuredBy, read }: Readable): number[] {
  return result.runs
    .filter((run) => run.kind === measuredBy && endedAsExpected(run, result))
    .sort((one, other) => one.index - other.index)
    .map((run) => readFinite(run, read))
    .filter((value) => value !== undefined);
}

export function readFinite(run: RunResult, read: Readable['read']): number | undefined {
  const value = read(run);
  // -0 is 0: they are the same figure, and only one of them is told as such.
  return value === undefined || !Number.isFinite(value) ? undefined : value + 0;
}
