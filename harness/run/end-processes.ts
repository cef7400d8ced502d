import { readdirSync, readFileSync } from 'node:fs';
import { RUN_MARK } from './child-environment.ts';

/** Signals a whole process group. False where there is none left. */
export function signalGroup(leaderPid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(process.platform === 'win32' ? leaderPid : -leaderPid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Kills what is left of a run when its child has ended: its group, and processes that made a group of their own,
 * found by the mark in their environment. Returns how many of the latter there were.
 */
export function endLeftovers(leaderPid: number, mark: string): number {
  signalGroup(leaderPid, 'SIGKILL');
  const marked = findMarked(mark);
  for (const pid of marked) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  return marked.length;
}

function findMarked(mark: string): number[] {
  const wanted = `${RUN_MARK}=${mark}\0`;
  return listProcesses().filter((pid) => readEnvironment(pid).includes(wanted));
}

/** Empty where there is no procfs. */
function listProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Empty for a process of somebody else's, and for one that is already dead and waits for its parent. */
function readEnvironment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}
