/** How a run is held to a limit, and whether it survived it. */
import { type PlannedRun, planRun, type Subject } from '../../plan/plan-runs.ts';
import type { RunOutcome, RunResult } from '../../result.ts';
import { flagsOfContainer, sizesTheHeap } from '../../survive/container-heap.ts';
import type { Attempt } from '../../survive/find-smallest.ts';
import type { EnforcedBy, LimitKind, Trial } from '../../survive/survive-report.ts';

export const MIB = 1024 ** 2;

/** `limit` is in MiB. */
export type MiBTrial = Trial & Attempt;

export interface Limiter {
  readonly enforcedBy: EnforcedBy;
  readonly plan: (subject: Subject, limitMiB: number, attempt: number) => PlannedRun;
  readonly judge: (run: RunResult, limitMiB: number, reference: RunResult) => MiBTrial;
}

/** `nodeFlags` are those of every run: where they size the heap, no container does. */
export function makeLimiters(
  nodeFlags: readonly string[],
  container: Limiter,
): Readonly<Record<LimitKind, Limiter>> {
  return {
    container,
    heap: {
      enforcedBy: 'v8',
      plan: (subject, limitMiB, attempt) =>
        planRun(subject, 'measure', `heap ${limitMiB} ${attempt}`, {
          flags: [`--max-old-space-size=${limitMiB}`],
        }),
      judge: (run, limitMiB, reference) => describeTrial(run, limitMiB, run.outcome, reference),
    },
    rss: {
      enforcedBy: 'tidemark',
      plan: (subject, limitMiB, attempt) =>
        planRun(subject, 'measure', `rss ${limitMiB} ${attempt}`, {
          flags: sizesTheHeap(nodeFlags) ? [] : flagsOfContainer(limitMiB, subject.node),
          maxMemoryBytes: limitMiB * MIB,
        }),
      judge: (run, limitMiB, reference) =>
        describeTrial(run, limitMiB, findOverLimit(run, limitMiB * MIB), reference),
    },
  };
}

/** A run that completed between two looks from outside may have taken more than its limit. */
function findOverLimit(run: RunResult, limitBytes: number): RunOutcome {
  const rssBytes = findLargestPeak(run) ?? 0;
  if (run.outcome.state !== 'completed' || rssBytes <= limitBytes) return run.outcome;
  return { state: 'over-limit', limitBytes, rssBytes, phase: 'run' };
}

/** The kernel's own maximum during the run, or what was seen from outside, such as while the program was loaded. */
export function findLargestPeak({ memory, monitor }: RunResult): number | undefined {
  const peaks = [memory?.peak.rssBytes, monitor?.peakRssBytes].filter((peak) => peak !== undefined);
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}

export function describeTrial(
  run: RunResult,
  limit: number,
  outcome: RunOutcome,
  reference: RunResult,
): MiBTrial {
  const failedChecks = listFailed(run).filter((text) => !listFailed(reference).includes(text));
  const { durationMs, wallMs, flags = [] } = run;
  const peakRssBytes = findLargestPeak(run);
  return {
    ...{ limit, limitBytes: limit * MIB },
    isSuccess: outcome.state === 'completed' && failedChecks.length === 0,
    outcome,
    ...(failedChecks.length > 0 && outcome.state === 'completed' && { failedChecks }),
    nodeFlags: flags,
    wallMs,
    ...(durationMs !== undefined && { durationMs }),
    ...(peakRssBytes !== undefined && { peakRssBytes }),
  };
}

/** A program that catches the error of an allocation completes, and has not done its work. */
const listFailed = ({ checks = [] }: RunResult): string[] =>
  checks.filter(({ passed }) => !passed).map(({ text }) => text);
