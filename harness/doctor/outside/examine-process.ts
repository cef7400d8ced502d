/** Examines a process that runs already, until it ends or the user has seen enough: then it goes on as before. */
import { chownSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../../errors.ts';
import { makeTempFolder, removeFolder } from '../../processes/temp-folder.ts';
import type { DoctorReport } from '../findings.ts';
import { attachDoctor, detachDoctor } from './attach/attach-doctor.ts';
import type { TargetProcess } from './attach/target.ts';
import { lookAtTarget, readStartTime } from './attach/target-process.ts';
import type { IgnoreRule } from './ignore-rules.ts';
import { makeDoctorReport } from './make-report.ts';
import { onRequest } from './on-request.ts';
import { readSnapshots } from './read-snapshots.ts';
import { watchTree } from './watch-tree.ts';

export interface ProcessExamination {
  readonly pid: number;
  readonly rules: readonly IgnoreRule[];
  readonly everyMs: number | undefined;
  readonly isDeep: boolean;
  readonly onAttached: (target: TargetProcess) => void;
  /** Called with the findings so far, at this interval and on SIGUSR2. */
  readonly onInterim: (report: DoctorReport) => void;
}

const UNKNOWN_EXIT: DoctorReport['exit'] = { code: null, signal: null };
const LEFT_RUNNING: DoctorReport['exit'] = { ...UNKNOWN_EXIT, reason: 'left running' };
const LOOK_MS = 100;

export async function examineProcess(examination: ProcessExamination): Promise<DoctorReport> {
  const { pid } = examination;
  const target = lookAtTarget(pid);
  if ('refused' in target)
    throw new UsageError(`process ${pid} cannot be attached to: ${target.refused}`, { hint: target.hint });
  const folder = makeTempFolder('tidemark-doctor');
  try {
    giveTo(target, folder);
    return await examine(examination, target, folder);
  } finally {
    removeFolder(folder);
  }
}

/** The process writes there as the user that it is. */
function giveTo({ owner }: TargetProcess, folder: string): void {
  if (owner !== undefined && owner.uid !== process.getuid?.()) chownSync(folder, owner.uid, owner.gid);
}

async function examine(
  examination: ProcessExamination,
  target: TargetProcess,
  folder: string,
): Promise<DoctorReport> {
  const { pid, isDeep, everyMs, rules } = examination;
  const stop = stopOnSignal();
  // Its children were started without the doctor.
  const tree = watchTree(pid, 'of a process that runs, none');
  try {
    const notCovered = await attachDoctor(target, { folder, isDeep }).catch((error: unknown) => {
      throw explain(error, pid);
    });
    examination.onAttached(target);
    const report = (exit: DoctorReport['exit']): DoctorReport =>
      makeDoctorReport({
        ...{
          command: target.argv,
          exit,
          rules,
          hasEnded: exit === UNKNOWN_EXIT,
          isAttached: true,
          notCovered,
        },
        ...readSnapshots(folder),
        ...tree.read(),
      });
    const stopRequests = onRequest(everyMs, () => examination.onInterim(report(LEFT_RUNNING)));
    while (!stop.isRequested() && isAlive(target)) await Promise.race([sleep(LOOK_MS), stop.requested]);
    stopRequests();
    if (!isAlive(target)) return report(UNKNOWN_EXIT);
    // What was written last is all there is if it ends just now.
    notCovered.push(...(await detachDoctor(target).catch((error: Error) => [error.message])));
    return report(LEFT_RUNNING);
  } finally {
    tree.stop();
    stop.end();
  }
}

/** It can end at any time, or stand still at a breakpoint. */
function explain(error: unknown, pid: number): UsageError {
  if (error instanceof UsageError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(`process ${pid} cannot be attached to: ${reason}`, {
    hint: 'it may have ended, or stand still',
    cause: error,
  });
}

function isAlive({ pid, startTime }: TargetProcess): boolean {
  if (startTime !== undefined) return readStartTime(pid) === startTime;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The first signal ends the examination, and the second tidemark, whatever it waits for. */
function stopOnSignal() {
  let isRequested = false;
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let request = (): void => {};
  const requested = new Promise<void>((resolve) => {
    request = () => {
      isRequested = true;
      resolve();
      end();
    };
  });
  const end = (): void => {
    for (const name of names) process.off(name, request);
  };
  for (const name of names) process.on(name, request);
  return { isRequested: () => isRequested, requested, end };
}
