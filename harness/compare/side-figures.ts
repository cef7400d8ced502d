/** The figures of one side of a case, from its runs that ended as expected. Pure. */
import { type CaseResult, endedAsExpected, type RunKind, type RunResult } from '../result.ts';

export interface Readable {
  readonly measuredBy: RunKind;
  readonly read: (run: RunResult) => number | undefined;
}

/** In the order in which the runs were made; a value that is not finite is left out. */
export function readFigures(result: CaseResult, { measuredBy, read }: Readable): number[] {
  return result.runs
    .filter((run) => run.kind === measuredBy && endedAsExpected(run, result))
    .sort((one, other) => one.index - other.index)
    .map((run) => readFinite(run, read))
    .filter((value) => value !== undefined);
}

export function readFinite(run: RunResult, read: Readable['read']): number | undefined {
  const value = read(run);
  // Adding 0 turns -0 into 0: they are the same figure.
  return value === undefined || !Number.isFinite(value) ? undefined : value + 0;
}
