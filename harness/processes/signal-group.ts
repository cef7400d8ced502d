import type { ChildProcess } from 'node:child_process';

/** Signals a whole process group; on Windows, its leader. False if none of its processes is left. */
export function signalGroup(
  leaderPid: number,
  signal: NodeJS.Signals,
  { platform, kill }: SignalParts = PARTS,
): boolean {
  return sendSignal(platform === 'win32' ? leaderPid : -leaderPid, signal, kill);
}

/**
 * Kills the rest of a group whose leader has ended. On Windows, nothing: there are no groups, and another process may
 * have the number of the leader by now.
 */
export function killRest(leaderPid: number, { platform, kill }: SignalParts = PARTS): void {
  if (platform !== 'win32') sendSignal(-leaderPid, 'SIGKILL', kill);
}

/**
 * Signals a child by its handle. One that could not be started has no number: before Node 22, `kill()` would then signal
 * number 0, which is the group of tidemark itself, and of the shell script that has started it.
 */
export function killChild(child: Pick<ChildProcess, 'pid' | 'kill'>, signal: NodeJS.Signals): boolean {
  return child.pid !== undefined && child.kill(signal);
}

/** Signals one process. False if it has already ended. */
export function sendSignal(pid: number, signal: NodeJS.Signals, kill: Kill = process.kill): boolean {
  try {
    kill(pid, signal);
    return true;
  } catch {
    return false; // It has already ended.
  }
}

type Kill = (pid: number, signal: NodeJS.Signals) => unknown;

export interface SignalParts {
  readonly platform: NodeJS.Platform;
  readonly kill: Kill;
}

const PARTS: SignalParts = { platform: process.platform, kill: process.kill };
