import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readStat } from './process-identity.ts';
import { isOwnerGone } from './run-id.ts';
import { readRunId } from './run-mark.ts';
import { killRest, sendSignal } from './signal-group.ts';

/** A process that starts another and ends, again and again, can be missed by one search, hardly by so many in a row. */
const SEARCHES_WITHOUT_STRAYS = 3;

/** Processes that multiply faster than they are found would be searched for forever. */
const SEARCH_LIMIT_MS = 2 * 1000;

/**
 * Kills the remaining processes of a run when its child has ended: the groups that it is known to have, and strays with
 * their own groups, found by the mark that they have inherited, or by the runId in their environment where the system
 * cannot mark them. Returns the number of strays.
 */
export function killStrays(leaderPids: readonly number[], runId: string): number {
  for (const pid of leaderPids) killRest(pid);
  return killAll({
    isOfRun: (id) => id === runId,
    isSpared: (pid) => leaderPids.includes(readStat(pid)?.group ?? -1),
    oldest: findOldest(leaderPids, readNewestPid()),
  });
}

/**
 * Kills the processes of runs whose tidemark has ended without it, killed itself. Returns their number. Those in another
 * container are left alone: there, the numbers of processes mean others.
 */
export function killAbandoned(): number {
  const namespace = readNamespace('self');
  return killAll({
    isOfRun: isOwnerGone,
    isSpared: (pid) => readNamespace(pid) !== namespace,
    oldest: 0,
  });
}

interface Wanted {
  readonly isOfRun: (runId: string) => boolean;
  /** Although it is of the run: it was killed already, or must not be. */
  readonly isSpared: (pid: number) => boolean;
  /** No other has a lower number. */
  readonly oldest: number;
}

function killAll(wanted: Wanted): number {
  const search = makeSearch(wanted);
  const ended = new Set<number>();
  const endMs = performance.now() + SEARCH_LIMIT_MS;
  for (let without = 0; without < SEARCHES_WITHOUT_STRAYS && performance.now() < endMs; without += 1) {
    const { strays, hasMissed } = search();
    for (const pid of strays) {
      sendSignal(pid, 'SIGKILL');
      ended.add(pid);
    }
    if (strays.length > 0 || hasMissed) without = -1;
  }
  return ended.size;
}

interface Found {
  readonly strays: readonly number[];
  /** A process ended before it could be looked at: it may have been of the run, and have started another. */
  readonly hasMissed: boolean;
}

/** Each search looks only at processes that no search has seen. */
function makeSearch({ isOfRun, isSpared, oldest }: Wanted): () => Found {
  const seen = new Set<number>();
  return () => {
    const strays: number[] = [];
    let hasMissed = false;
    // The newest first: they are the ones that start others.
    for (const pid of listProcesses().reverse()) {
      if (seen.has(pid) || pid < oldest) continue;
      seen.add(pid);
      const runId = readRunId(pid);
      hasMissed ||= runId === null;
      if (typeof runId === 'string' && isOfRun(runId) && isRunning(pid) && !isSpared(pid)) strays.push(pid);
    }
    return { strays, hasMissed };
  };
}

/**
 * The least number that a process of the run can have: numbers are given in ascending order, until they begin again from
 * the lowest. To look at every process of a machine takes several milliseconds.
 */
export function findOldest(leaderPids: readonly number[], newestPid: number): number {
  const oldest = Math.min(...leaderPids);
  return Number.isFinite(oldest) && newestPid >= oldest ? oldest : 0;
}

/** The last number that was given; 0 where it is unknown. */
function readNewestPid(): number {
  try {
    return Number(readFileSync('/proc/loadavg', 'latin1').split(' ')[4]) || 0;
  } catch {
    return 0;
  }
}

/** Empty on systems without procfs. */
function listProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((one, other) => one - other);
  } catch {
    return [];
  }
}

/** One that nobody waits for still has its limits when it has ended. */
function isRunning(pid: number): boolean {
  const stat = readStat(pid);
  return stat !== undefined && stat.state !== 'Z' && stat.state !== 'X';
}

/** That of another user's process is not known. */
function readNamespace(pid: number | 'self'): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return '';
  }
}
