import { spawnSync } from 'node:child_process';

let answer: boolean | undefined;

/**
 * Whether the system can be asked to kill a child when its parent dies, however the child is busy then: `setpriv` of
 * util-linux on Linux. Elsewhere the child has to look itself.
 */
export function hasParentDeathSignal(): boolean {
  answer ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'KILL', '--', 'true']).status === 0;
  return answer;
}

/** The command line of a process that dies with its parent, where the system can be requested that. */
export function withParentDeathSignal(command: string, args: readonly string[]): [string, string[]] {
  return hasParentDeathSignal()
    ? ['setpriv', ['--pdeathsig', 'KILL', '--', command, ...args]]
    : [command, [...args]];
}
