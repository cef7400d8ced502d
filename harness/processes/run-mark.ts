/**
 * A mark that every process of a run inherits, even with an empty environment, in a session of its own and after its
 * parent has ended: the soft limit of file locks. The kernel has had no such locks to limit since 2.4.25, so that the
 * limit has no effect, and nothing else sets it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The environment variable that has a run's id: it identifies its processes where they cannot be marked. */
export const RUN_ID = 'TIDEMARK_RUN_ID';

/** So many digits of a run's id: as a number, exact. */
const DIGITS = 12;

let answer: boolean | undefined;

/** Whether processes can be marked: with `prlimit` of util-linux on Linux. */
export function canMark(): boolean {
  answer ??= process.platform === 'linux' && spawnSync('prlimit', ['--locks=7:', '--', 'true']).status === 0;
  return answer;
}

/** The command line of a process that has the mark of a run, where the system can give it one. */
export function withRunMark(
  runId: string | undefined,
  command: string,
  args: readonly string[],
): [string, string[]] {
  return runId !== undefined && canMark()
    ? ['prlimit', [`--locks=${markOf(runId)}:`, '--', command, ...args]]
    : [command, [...args]];
}

/** Whether the limits of a process, as /proc/PID/limits has them, have the mark of a run. */
export function hasMark(limits: string, runId: string): boolean {
  return /^Max file locks\s+(\d+)\s/m.exec(limits)?.[1] === markOf(runId);
}

export function readLimits(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/limits`, 'latin1');
  } catch {
    return ''; // It has ended.
  }
}

/** Of 12 hexadecimal digits; never so small that somebody else would have set it. */
const markOf = (runId: string): string =>
  String(2 ** 50 + (Number.parseInt(runId.slice(0, DIGITS), 16) || 0));
