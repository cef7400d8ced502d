import type { CaseResult, RunResult } from '../result.ts';

/**
 * Reduces a run to what the rules read: with thousands of runs the rest would fill memory. `parameters` are those of
 * its case, which every run but a growth run shares.
 */
export function stripRun(
  {
    memory,
    gc,
    collections,
    eventLoop,
    monitor,
    output,
    sampling,
    timeline,
    rounds,
    checks,
    reproduce,
    ...retained
  }: RunResult,
  parameters: CaseResult['parameters'],
): RunResult {
  return {
    ...retained,
    ...(retained.kind !== 'growth' && { parameters }),
    ...(memory !== undefined && {
      memory: {
        peak: memory.peak,
        ...(memory.start !== undefined && { start: memory.start }),
        ...(memory.retained !== undefined && { retained: memory.retained }),
      },
    }),
  };
}
