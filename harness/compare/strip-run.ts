import type { CaseResult, RunResult } from '../result.ts';

/**
 * What the rules read of a run, and no more: of thousands the rest would fill the memory. `parameters` are those of
 * its case, which only a run of growth does not share.
 */
export function stripRun(
  {
    memory,
    gc,
    eventLoop,
    monitor,
    output,
    sampling,
    timeline,
    rounds,
    checks,
    reproduce,
    ...kept
  }: RunResult,
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
