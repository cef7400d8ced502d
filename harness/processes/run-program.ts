import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { withParentDeathSignal } from './die-with-parent.ts';
import type { Program } from './find-program.ts';
import { OutputTail } from './output-tail.ts';
import { ownGroup as inOwnGroup } from './own-group.ts';
import { killRest, signalGroup } from './signal-group.ts';

/** On SIGTERM, npm terminates its scripts and cleans up. */
const END_GRACE_MS = 5 * 1000;
/** A process that a program left in the background can hold its output open forever. */
const DRAIN_MS = 1000;

export interface ProgramPlan {
  readonly program: Program;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /**
   * A process group of its own does not receive Ctrl+C from the terminal: it is terminated, with everything that it
   * started, when `signal` is aborted. Without one, Ctrl+C reaches the program and tidemark alike.
   */
  readonly ownGroup: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly endGraceMs?: number;
}

export interface ProgramEnd {
  /** Null if a signal terminated it. */
  readonly exitCode: number | null;
  readonly terminatedBy: NodeJS.Signals | null;
  readonly stdout: OutputTail;
  readonly stderr: OutputTail;
}

/** Runs a program to its end, without a shell and without input. Rejects if it cannot start, or with `signal`'s reason. */
export async function runProgram({
  program,
  args,
  cwd,
  env,
  ownGroup,
  signal,
  endGraceMs = END_GRACE_MS,
}: ProgramPlan): Promise<ProgramEnd> {
  signal?.throwIfAborted();
  const child = spawn(...withParentDeathSignal(program.command, [...program.leading, ...args]), {
    cwd,
    env,
    ...(ownGroup ? inOwnGroup() : { windowsHide: true }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [new OutputTail(child.stdout), new OutputTail(child.stderr)];
  let forced: NodeJS.Timeout | undefined;
  const signalAll = (name: NodeJS.Signals): void => {
    if (ownGroup && child.pid !== undefined) signalGroup(child.pid, name);
  };
  const stop = (): void => {
    signalAll('SIGTERM');
    forced = setTimeout(() => signalAll('SIGKILL'), endGraceMs);
  };
  signal?.addEventListener('abort', stop);
  try {
    const [exitCode, terminatedBy] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    if (ownGroup && child.pid !== undefined) killRest(child.pid);
    const drained = Promise.all([stdout.ended, stderr.ended]);
    await Promise.race([drained, wait(DRAIN_MS, undefined, { ref: false })]);
    child.stdout.destroy();
    child.stderr.destroy();
    signal?.throwIfAborted();
    return { exitCode, terminatedBy, stdout, stderr };
  } finally {
    clearTimeout(forced);
    signal?.removeEventListener('abort', stop);
  }
}
