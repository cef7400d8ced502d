import { readdirSync, readFileSync } from 'node:fs';
import { sendSignal, signalGroup } from '../processes/signal-group.ts';
import { RUN_ID } from './child-environment.ts';

/**
 * Kills the remaining processes of a run when its child has ended: the groups that it is known to have, and strays with
 * their own groups, found by the runId in their environment. Returns the number of strays.
 */
export function killStrays(leaderPids: readonly number[], runId: string): number {
  for (const pid of leaderPids) signalGroup(pid, 'SIGKILL');
  const ended = new Set<number>();
  let strays: number[];
  do {
    strays = findProcessesOf(runId).filter((pid) => !ended.has(pid) && !leaderPids.includes(readGroup(pid)));
    for (const pid of strays) {
      sendSignal(pid, 'SIGKILL');
      ended.add(pid);
    }
    // One of them may have started another since they were listed.
  } while (strays.length > 0);
  return ended.size;
}

function findProcessesOf(runId: string): number[] {
  const wanted = `${RUN_ID}=${runId}\0`;
  return listProcesses().filter((pid) => readProcess(pid, 'environ').includes(wanted));
}

/** Empty on systems without procfs. */
function listProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** The leader of the group that a process is in: the fifth field, after a name that can have spaces and brackets. */
function readGroup(pid: number): number {
  const stat = readProcess(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

/** Empty for another user's process, and for one that has ended and was not waited for. */
function readProcess(pid: number, file: 'environ' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
