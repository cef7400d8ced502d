/** Makes the runs of a matcher, one after another. */
import { FinishedRuns } from '../../measure/finished-runs.ts';
import { findAvailableMemory } from '../../processes/available-memory.ts';
import { makeRunner } from '../../runner/make-runner.ts';
import { prepareMonitor } from '../../runner/process-monitor.ts';

/** A run that takes longer is ended: as by default in every command. */
const RUN_TIMEOUT_MS = 60 * 1000;

/** So that a run of some milliseconds has a course. */
const SAMPLE_INTERVAL_MS = 5;

export interface Runs extends FinishedRuns {}

export async function openRuns(environmentVariables: readonly string[], signal: AbortSignal): Promise<Runs> {
  await prepareMonitor();
  const run = makeRunner({
    flags: [],
    sampleIntervalMs: SAMPLE_INTERVAL_MS,
    timeoutMs: RUN_TIMEOUT_MS,
    maxMemoryBytes: findAvailableMemory().defaultMaxBytes,
    environmentVariables,
    signal,
    onRss: () => {},
    onSample: () => {},
  });
  let index = 0;
  return new FinishedRuns(async (planned) => {
    const finished = await run(planned, index);
    index += 1;
    return finished.result.outcome.state === 'aborted' ? undefined : finished;
  });
}
