/** What `tune` reads from a run. Pure. */
import { describeOutcome } from '../../report/text/outcome-text.ts';
import type { RunResult } from '../../result.ts';
import type { Trial } from '../../tune/tuning.ts';

/** Bytes of the volume, bytes that were delivered, or whole runs: the same for all runs of a tuning. */
export type WorkUnit = 'volume' | 'delivered' | 'runs';

export interface Reading {
  readonly unit: WorkUnit;
  readonly volumeBytes: number | undefined;
}

/** Of the first run. The volume is work that does not depend on the parameter. */
export function chooseUnit({ bytesDelivered = 0 }: RunResult, volumeBytes: number | undefined): WorkUnit {
  if (volumeBytes !== undefined) return 'volume';
  return bytesDelivered > 0 ? 'delivered' : 'runs';
}

export function readTrial(run: RunResult, reading: Reading): Trial {
  const { outcome, durationMs, cpuMs, wallMs, peakBufferedBytes, checks = [] } = run;
  if (outcome.state !== 'completed') return { state: 'failed', reason: describeOutcome(outcome) };
  const failed = checks.find(({ passed }) => !passed);
  if (failed !== undefined) return { state: 'failed', reason: `expectation failed: ${failed.text}` };
  if (durationMs === undefined || durationMs <= 0)
    return { state: 'failed', reason: 'its duration was not measured' };
  const work = readWork(run, reading);
  if (!(work > 0)) return { state: 'failed', reason: 'no bytes were delivered' };
  return {
    state: 'measured',
    throughput: (1000 * work) / undisturbedMs(run, durationMs),
    wallMs,
    ...(cpuMs !== undefined && { cpuMs }),
    ...(peakBufferedBytes !== undefined && { peakBufferedBytes }),
  };
}

function readWork({ bytesDelivered = 0 }: RunResult, { unit, volumeBytes = 0 }: Reading): number {
  switch (unit) {
    case 'volume':
      return volumeBytes;
    case 'delivered':
      return bytesDelivered;
    case 'runs':
      return 1;
  }
}

/** A process that uses more than one core waits for itself. */
const ONE_CORE = 1.1;

/**
 * Without the time in which the main thread was ready and other programs had the cores: on a busy machine a run takes two to
 * eight times as long, and this varies little.
 */
function undisturbedMs({ cpuWaitMs = 0, cpuMs = 0 }: RunResult, durationMs: number): number {
  if (cpuMs > ONE_CORE * durationMs) return durationMs;
  return Math.max(durationMs - cpuWaitMs, durationMs / MAX_CORRECTION);
}

const MAX_CORRECTION = 20;
