/**
 * A mark that every process of a run inherits, even with an empty environment, in a session of its own and after its
 * parent has ended: the soft limit of file locks. The kernel has had no such locks to limit since 2.4.25, so that the
 * limit has no effect. What sets it anew, as su does where it sets all limits, is found by the environment that it has
 * inherited; only a process that changes both escapes.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { RUN_ID_DIGITS } from './run-id.ts';

/** The environment variable that has a run's id: it identifies its processes where they are not marked. */
export const RUN_ID = 'TIDEMARK_RUN_ID';

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

/** The run of a process; undefined if it is of none, and null if it has ended. */
export function readRunId(pid: number): string | undefined | null {
  if (canMark()) {
    const limits = read(pid, 'limits');
    if (limits === '') return null;
    const marked = findMark(limits);
    if (marked !== undefined) return marked;
  }
  // Another user's process has no environment that could be read.
  return new RegExp(`(?:^|\0)${RUN_ID}=([^\0]*)\0`).exec(read(pid, 'environ'))?.[1];
}

/** A number that nobody else would have set. */
const MARK = 1n << 62n;

const markOf = (runId: string): string => String(MARK + BigInt(`0x${runId}`));

function findMark(limits: string): string | undefined {
  const [, limit = '0'] = /^Max file locks\s+(\d+)\s/m.exec(limits) ?? [];
  const runId = (BigInt(limit) - MARK).toString(16).padStart(RUN_ID_DIGITS, '0');
  return BigInt(limit) >= MARK && runId.length === RUN_ID_DIGITS ? runId : undefined;
}

function read(pid: number, name: 'environ' | 'limits'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return ''; // It has ended.
  }
}
