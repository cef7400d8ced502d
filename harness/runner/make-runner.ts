import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restoreModule } from '../catalogue/module-file.ts';
import type { PlannedRun } from '../plan/plan-runs.ts';
import { killAbandoned } from '../processes/kill-strays.ts';
import { makeRunId } from '../processes/run-id.ts';
import { makeTempFolder, prepareTempFolders, removeFolder } from '../processes/temp-folder.ts';
import type { ChildWarning } from '../protocol.ts';
import type { RunResult } from '../result.ts';
import { buildRunResult } from './build-run-result.ts';
import type { Sample } from './parse-sample.ts';
import { type ChildPlan, type ChildReport, describeNeverStarted, runChild } from './run-child.ts';

export interface RunnerSettings {
  readonly flags: readonly string[];
  readonly sampleIntervalMs: number;
  readonly timeoutMs: number;
  readonly maxMemoryBytes: number;
  readonly environmentVariables: readonly string[];
  /** Whether operations are timed for a shorter time. */
  readonly timesBriefly?: boolean;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Where the output of a run is saved; it is not if this is undefined. */
  readonly outputPathOf?: (index: number, planned: PlannedRun) => string;
  readonly onRss: (rssBytes: number) => void;
  /** Called if the temporary folder of a run cannot be removed. */
  readonly onNotRemoved?: (path: string, error: unknown) => void;
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

const PURPOSE = 'tidemark-run';

/**
 * Runs one child after another, each with an empty folder that is removed afterwards. Throws a TempFolderError if no such
 * folder can be made; later, that is how a run ends.
 */
export function makeRunner(settings: RunnerSettings): Runner {
  killAbandoned();
  prepareTempFolders(PURPOSE);
  return async (planned, index) => {
    const plan = (tempDir: string): ChildPlan => planChild(planned, index, tempDir, settings);
    const [made, report] = await runInTempFolder(plan, settings);
    const { kind, parameters, flags, pairing, subject } = planned;
    const identity = {
      kind,
      index,
      parameters,
      flags,
      pairing,
      isCheckedOut: subject.side?.isCheckedOut ?? false,
    };
    return {
      result: buildRunResult(identity, made, report),
      warnings: (report.figures?.warnings ?? []).filter((one) => isTrueOf(one, subject)),
      strays: report.strays,
    };
  };
}

/** What is retained is not read in other runtimes, whether memory settles or not. */
const isTrueOf = (warning: ChildWarning, { runtime }: PlannedRun['subject']): boolean =>
  runtime === undefined || warning !== 'not-settled';

async function runInTempFolder(
  planIn: (tempDir: string) => ChildPlan,
  { onNotRemoved }: RunnerSettings,
): Promise<readonly [ChildPlan, ChildReport]> {
  let tempDir: string;
  try {
    tempDir = makeTempFolder(PURPOSE);
  } catch (error) {
    // An earlier run may have filled the disk. The name is for the command that reproduces the run.
    return [planIn(join(tmpdir(), PURPOSE)), describeNeverStarted(error, 0)];
  }
  try {
    const plan = planIn(tempDir);
    return [plan, await runPlanned(plan)];
  } finally {
    const error = removeFolder(tempDir);
    if (error !== undefined) onNotRemoved?.(tempDir, error);
  }
}

/** The program of an earlier run may have changed the module, or removed it. */
async function runPlanned(plan: ChildPlan): Promise<ChildReport> {
  try {
    restoreModule(plan.request.scenarioUrl);
  } catch (error) {
    return describeNeverStarted(error, 0);
  }
  return runChild(plan);
}

function planChild(planned: PlannedRun, index: number, tempDir: string, settings: RunnerSettings): ChildPlan {
  const { subject, parameters, isSampled, readsLiveMemory = false, rounds } = planned;
  const { sampleIntervalMs = settings.sampleIntervalMs, maxMemoryBytes = settings.maxMemoryBytes } = planned;
  return {
    execPath: subject.execPath,
    runtime: subject.runtime,
    flags: [...settings.flags, ...(subject.side?.nodeFlags ?? []), ...planned.flags],
    request: {
      scenarioUrl: subject.case.scenario.url,
      parameters,
      sampleIntervalMs: isSampled || readsLiveMemory ? sampleIntervalMs : null,
      ...(readsLiveMemory && { readsLiveMemory }),
      ...(planned.kind === 'profile' && isSampled && { notesMoments: true }),
      ...(subject.runtime !== undefined && { hasFalseMemory: true }),
      ...(settings.timesBriefly === true && { timesBriefly: true }),
      rounds,
      tempDir,
    },
    timeoutMs: settings.timeoutMs,
    maxMemoryBytes,
    cgroupFile: planned.cgroupFile,
    environmentVariables: settings.environmentVariables,
    runId: makeRunId(),
    outputPath: settings.outputPathOf?.(index, planned),
    signal: settings.signal,
    onRss: settings.onRss,
    onSample: (sample) => settings.onSample(index, planned, sample),
  };
}
