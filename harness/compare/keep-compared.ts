import type { CaseResult, RunResult } from '../result.ts';

/** What the rules read of a result, and no more: of reports with thousands of runs the rest would fill the memory. */
export const keepCompared = (result: CaseResult): CaseResult => ({
  ...result,
  runs: result.runs.map((run) => keepRun(run, result.parameters)),
});

/** Runs of the case itself share its parameters. */
function keepRun(
  { memory, gc, eventLoop, outside, sampling, timeline, rounds, checks, reproduce, ...kept }: RunResult,
  parameters: CaseResult['parameters'],
): RunResult {
  return {
    ...kept,
    ...(kept.kind !== 'growth' && { parameters }),
    ...(memory !== undefined && {
      memory: {
        peak: memory.peak,
        ...(memory.start !== undefined && { start: memory.start }),
        ...(memory.retained !== undefined && { retained: memory.retained }),
      },
    }),
  };
}
