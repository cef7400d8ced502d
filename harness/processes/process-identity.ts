/** Which process owns something that outlives a crash, such as a folder: whether it is gone can be decided later. */
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  /** A hash of the machine, or of the container. */
  readonly host: string;
  readonly pid: number;
  /** In clock ticks since the machine was started: a number that is used again is not mistaken. 0 where it is unknown. */
  readonly startedAtTicks: number;
}

export const identifyThisProcess = (): ProcessIdentity => ({
  host: hashHost(),
  pid: process.pid,
  startedAtTicks: readStat(process.pid)?.startedAtTicks ?? 0,
});

/** Whether the process has certainly ended. Of a process of another host that is not known. */
export function isGone({ host, pid, startedAtTicks }: ProcessIdentity): boolean {
  if (host !== hashHost()) return false;
  const stat = readStat(pid);
  // Without procfs, and if it has ended.
  if (stat === undefined) return !exists(pid);
  // A zombie has ended, but was never waited for: process 1 of a container often waits for no child.
  return stat.state === 'Z' || (startedAtTicks !== 0 && stat.startedAtTicks !== startedAtTicks);
}

/** Two containers can have the same name: they have different namespaces of process numbers. */
const hashHost = (): string =>
  createHash('sha256').update(`${hostname()} ${readNamespace()}`).digest('hex').slice(0, 8);

function readNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process exists too.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

interface ProcessStat {
  readonly state: string;
  /** The leader of its process group. */
  readonly group: number;
  readonly startedAtTicks: number;
}

/** Undefined on systems without procfs, and for a process that does not exist. See proc_pid_stat(5). */
export function readStat(pid: number): ProcessStat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is a name that can have spaces and brackets. The 3rd is the state, the 5th the group, the 22nd the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', group: Number(fields[2]), startedAtTicks: Number(fields[19]) };
  } catch {
    return undefined;
  }
}
