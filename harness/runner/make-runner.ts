import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedRun } from '../plan/plan-runs.ts';
import type { ChildWarning } from '../protocol.ts';
import type { RunResult } from '../result.ts';
import { buildRunResult } from './build-run-result.ts';
import type { Sample } from './parse-sample.ts';
import { type ChildPlan, runChild } from './run-child.ts';

export interface RunnerSettings {
  readonly flags: readonly string[];
  readonly sampleIntervalMs: number;
  readonly timeoutMs: number;
  readonly maxMemoryBytes: number;
  readonly environmentVariables: readonly string[];
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Where the output of a run is saved; it is not if this is undefined. */
  readonly outputPathOf?: (index: number, planned: PlannedRun) => string;
  readonly onRss: (rssBytes: number) => void;
  readonly onSample: (index: number, planned: PlannedRun, sample: Sample) => void | Promise<void>;
}

/** A run that was made, however it ended. */
export interface FinishedRun {
  readonly result: RunResult;
  readonly warnings: readonly ChildWarning[];
  /** Processes that had left its group, and were killed. */
  readonly strays: number;
}

export type Runner = (planned: PlannedRun, index: number) => Promise<FinishedRun>;

/** Runs one child after another, each with an empty folder that is removed afterwards. */
export function makeRunner(settings: RunnerSettings): Runner {
  return async (planned, index) => {
    const tempDir = mkdtempSync(join(tmpdir(), 'tidemark-'));
    try {
      const plan = planChild(planned, index, tempDir, settings);
      const report = await runChild(plan);
      const { kind, parameters, flags, pairing, subject } = planned;
      const isCheckedOut = subject.side?.isCheckedOut ?? false;
      return {
        result: buildRunResult({ kind, index, parameters, flags, pairing, isCheckedOut }, plan, report),
        warnings: report.figures?.warnings ?? [],
        strays: report.strays,
      };
    } finally {
      rmSync(tempDir, { recursive: true, force: true, maxRetries: 3 });
    }
  };
}

function planChild(planned: PlannedRun, index: number, tempDir: string, settings: RunnerSettings): ChildPlan {
  const { subject, parameters, isSampled, readsLiveMemory = false, rounds } = planned;
  const { sampleIntervalMs = settings.sampleIntervalMs } = planned;
  return {
    execPath: subject.execPath,
    flags: [...settings.flags, ...(subject.side?.nodeFlags ?? []), ...planned.flags],
    request: {
      scenarioUrl: subject.case.scenario.url,
      parameters,
      sampleIntervalMs: isSampled || readsLiveMemory ? sampleIntervalMs : null,
      ...(readsLiveMemory && { readsLiveMemory }),
      rounds,
      tempDir,
    },
    timeoutMs: settings.timeoutMs,
    maxMemoryBytes: settings.maxMemoryBytes,
    environmentVariables: settings.environmentVariables,
    runId: randomBytes(8).toString('hex'),
    outputPath: settings.outputPathOf?.(index, planned),
    signal: settings.signal,
    onRss: settings.onRss,
    onSample: (sample) => settings.onSample(index, planned, sample),
  };
}
