import { readdirSync, readFileSync } from 'node:fs';
import { readStat } from './process-identity.ts';
import { canMark, hasMark, RUN_ID, readLimits } from './run-mark.ts';
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
  const search = makeSearch(leaderPids, runId);
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
function makeSearch(leaderPids: readonly number[], runId: string): () => Found {
  const isOfRun = makeTest(runId);
  const oldest = findOldest(leaderPids, readNewestPid());
  const seen = new Set<number>();
  return () => {
    const strays: number[] = [];
    let hasMissed = false;
    // The newest first: they are the ones that start others.
    for (const pid of listProcesses().reverse()) {
      if (seen.has(pid) || pid < oldest) continue;
      seen.add(pid);
      const is = isOfRun(pid);
      hasMissed ||= is === undefined;
      if (is === true && isRunning(pid, leaderPids)) strays.push(pid);
    }
    return { strays, hasMissed };
  };
}

/** Whether a process is of a run; undefined if it has ended. */
function makeTest(runId: string): (pid: number) => boolean | undefined {
  const variable = `${RUN_ID}=${runId}\0`;
  // Another user's process has no environment that could be read.
  if (!canMark()) return (pid) => readEnvironment(pid).includes(variable);
  return (pid) => {
    const limits = readLimits(pid);
    return limits === '' ? undefined : hasMark(limits, runId);
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

/** Whether it is in no group that was killed already, and has not ended: one that nobody waits for still has its limits. */
function isRunning(pid: number, leaderPids: readonly number[]): boolean {
  const stat = readStat(pid);
  return stat !== undefined && stat.state !== 'Z' && stat.state !== 'X' && !leaderPids.includes(stat.group);
}

/** Empty for another user's process, and for one that has ended and was not waited for. */
function readEnvironment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}
