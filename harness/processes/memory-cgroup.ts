/** A cgroup of the kernel for one run at a time, with a limit: what a container has. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The cgroup of one run. */
export interface RunCgroup {
  /** A process that writes its number there is in it, and so are its children. */
  readonly procsFile: string;
  /** How often the kernel has ended a process of it because memory ran out. */
  readonly countKills: () => number;
  /** To be called when the processes of the run have ended. */
  readonly remove: () => void;
}

export interface MemoryCgroups {
  readonly make: (limitBytes: number) => RunCgroup;
}

/** The names of the files of each version. */
interface Version {
  /** Its line in /proc/self/cgroup; the path is the first group. */
  readonly line: RegExp;
  readonly root: string;
  readonly limit: string;
  /** Counts swap: of memory alone in version 2, of both together in version 1. Absent where the kernel does not count it. */
  readonly swap: string;
  readonly events: string;
}

const VERSIONS: readonly Version[] = [
  {
    line: /^0::(.*)$/m,
    root: '/sys/fs/cgroup',
    ...{ limit: 'memory.max', swap: 'memory.swap.max', events: 'memory.events' },
  },
  {
    line: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m,
    root: '/sys/fs/cgroup/memory',
    ...{
      limit: 'memory.limit_in_bytes',
      swap: 'memory.memsw.limit_in_bytes',
      events: 'memory.oom_control',
    },
  },
];

const NAME = /^tidemark-(\d+)-\d+$/;
let made = 0;

/** Undefined where the system does not let this process make a cgroup with a limit. `file` is a folder for tests. */
export function openMemoryCgroups(fileSystem = '/'): MemoryCgroups | undefined {
  if (process.platform !== 'linux') return undefined;
  const own = readIfAny(join(fileSystem, 'proc/self/cgroup')) ?? '';
  for (const version of VERSIONS) {
    const root = join(fileSystem, version.root);
    for (const folder of listUpwards(root, version.line.exec(own)?.[1] ?? '/')) {
      removeAbandoned(folder);
      if (canRunIn(folder, version)) return { make: (limitBytes) => makeIn(folder, version, limitBytes) };
    }
  }
  return undefined;
}

/** Version 2 limits only those whose parent has no processes of its own: that is then one above. */
function listUpwards(root: string, path: string): string[] {
  const folders = [join(root, path)];
  while (folders[0] !== undefined && folders[0].length > root.length) folders.unshift(dirname(folders[0]));
  return folders.reverse().filter((folder) => existsSync(folder));
}

function canRunIn(folder: string, version: Version): boolean {
  let cgroup: RunCgroup | undefined;
  try {
    cgroup = makeIn(folder, version, TRIED_BYTES);
    const [command, args] = enterCgroup(cgroup.procsFile, 'true', []);
    return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  } catch {
    return false;
  } finally {
    cgroup?.remove();
  }
}

const TRIED_BYTES = 64 * 1024 ** 2;

function makeIn(parent: string, { limit, swap, events }: Version, limitBytes: number): RunCgroup {
  made += 1;
  const folder = join(parent, `tidemark-${process.pid}-${made}`);
  mkdirSync(folder);
  try {
    // A kernel makes these files; without the controller of memory there are none.
    if (!existsSync(join(folder, limit))) throw new Error(`${folder} has no ${limit}`);
    writeFileSync(join(folder, limit), String(limitBytes));
    // Otherwise the limit would only be how much stays in memory.
    if (existsSync(join(folder, swap)))
      writeFileSync(join(folder, swap), swap.includes('memsw') ? String(limitBytes) : '0');
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
  return {
    procsFile: join(folder, 'cgroup.procs'),
    countKills: () => Number(/^oom_kill (\d+)$/m.exec(readIfAny(join(folder, events)) ?? '')?.[1] ?? 0),
    remove: () => removeFolder(folder),
  };
}

/** The command line of a process that is in it from the beginning. */
export const enterCgroup = (
  procsFile: string,
  command: string,
  args: readonly string[],
): [string, string[]] => ['sh', ['-c', 'echo $$ > "$0" && exec "$@"', procsFile, command, ...args]];

/** Of an invocation that was killed: they are empty, as its runs end with it. */
function removeAbandoned(folder: string): void {
  for (const name of listIfAny(folder)) {
    const pid = NAME.exec(name)?.[1];
    if (pid !== undefined && Number(pid) !== process.pid && !existsSync(`/proc/${pid}`))
      removeFolder(join(folder, name));
  }
}

/** One in which a process still is stays: the next invocation tries again. */
function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {}
}

function readIfAny(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

function listIfAny(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
