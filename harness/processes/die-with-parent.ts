import { spawnSync } from 'node:child_process';

let answer: boolean | undefined;

/**
 * Whether the system can kill a child when its parent dies, however busy the child is then: with `setpriv` of
 * util-linux on Linux. Elsewhere the child has to check by itself.
 */
export function hasParentDeathSignal(): boolean {
  answer ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'KILL', '--', 'true']).status === 0;
  return answer;
}

/** Whether a child ends with its parent by itself: on Windows both are in one job. */
export const diesWithParent = (platform: NodeJS.Platform = process.platform): boolean =>
  platform === 'win32' || hasParentDeathSignal();

/** The command line of a process that dies with its parent, on systems that support it. */
export function withParentDeathSignal(command: string, args: readonly string[]): [string, string[]] {
  return hasParentDeathSignal()
    ? ['setpriv', ['--pdeathsig', 'KILL', '--', command, ...args]]
    : [command, [...args]];
}
