/** How much memory a run may take by default, from what the machine and the cgroup of this process have left. */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';

const MiB = 1024 ** 2;

/** What a run needs to show anything: with less, the smallest default is half of all memory. */
const SMALLEST_DEFAULT_BYTES = 512 * MiB;

/** A process of its own cgroup endangers nothing but that. */
const SHARE_OF_CGROUP = 0.75;
const SHARE_OF_MACHINE = 0.5;

/** Before this version, libuv counts only free pages on macOS: about 100 MB on a machine of 16 GB. */
const COUNTS_AVAILABLE_ON_MACOS = [1, 52] as const;

export interface MemoryFacts {
  readonly platform: NodeJS.Platform;
  readonly uvVersion: string;
  readonly totalBytes: number;
  /** Of the machine, without looking at a cgroup on Linux. */
  readonly availableBytes: number;
  /** Undefined if there is no such file. */
  readonly read: (path: string) => string | undefined;
}

export interface AvailableMemory {
  readonly availableBytes: number;
  /** The default of --max-memory. */
  readonly defaultMaxBytes: number;
}

export function findAvailableMemory(facts: MemoryFacts = readFacts()): AvailableMemory {
  const { totalBytes } = facts;
  const cgroup = facts.platform === 'linux' ? readCgroup(facts.read) : undefined;
  const ofMachine = isUnderstated(facts) ? totalBytes / 4 : facts.availableBytes;
  const limitBytes = Math.min(totalBytes, cgroup?.limitBytes ?? totalBytes);
  const isOfCgroup = cgroup !== undefined && cgroup.availableBytes < ofMachine;
  const availableBytes = isOfCgroup ? cgroup.availableBytes : ofMachine;
  const share = isOfCgroup ? SHARE_OF_CGROUP : SHARE_OF_MACHINE;
  const floorBytes = Math.min(SMALLEST_DEFAULT_BYTES, limitBytes / 2);
  return {
    availableBytes: Math.floor(availableBytes),
    defaultMaxBytes: Math.floor(Math.max(availableBytes * share, floorBytes)),
  };
}

function isUnderstated({ platform, uvVersion }: MemoryFacts): boolean {
  const [major = 0, minor = 0] = uvVersion.split('.').map(Number);
  const [since, sinceMinor] = COUNTS_AVAILABLE_ON_MACOS;
  return platform === 'darwin' && (major < since || (major === since && minor < sinceMinor));
}

interface Cgroup {
  readonly limitBytes: number;
  readonly availableBytes: number;
}

/** The names of the files of each version of cgroups. */
const VERSIONS = [
  {
    line: /^0::(.*)$/m,
    root: '/sys/fs/cgroup',
    files: ['memory.max', 'memory.current', 'inactive_file'],
  },
  {
    line: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m,
    root: '/sys/fs/cgroup/memory',
    files: ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'total_inactive_file'],
  },
] as const;

/** The tightest limit of the cgroup of this process and those around it; undefined without one. */
function readCgroup(read: MemoryFacts['read']): Cgroup | undefined {
  const own = read('/proc/self/cgroup') ?? '';
  const found = VERSIONS.flatMap(({ line, root, files }) =>
    listAbove(line.exec(own)?.[1] ?? '/').flatMap((path) => {
      const [limitName, currentName, cacheName] = files;
      const folder = join(root, path);
      const limitBytes = Number.parseInt(read(join(folder, limitName)) ?? '', 10);
      const currentBytes = Number.parseInt(read(join(folder, currentName)) ?? '', 10);
      if (!(limitBytes > 0) || !(currentBytes >= 0)) return [];
      // What was read from files and is not in use: the kernel drops it where memory is needed.
      const stat = read(join(folder, 'memory.stat')) ?? '';
      const cacheBytes = Number(new RegExp(`^${cacheName} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0);
      return [{ limitBytes, availableBytes: Math.max(0, limitBytes - currentBytes + cacheBytes) }];
    }),
  );
  return found.sort((one, other) => one.availableBytes - other.availableBytes)[0];
}

/** `/a/b`, `/a` and `/`: in a container the path can be that of the host, of which only the root is seen. */
function listAbove(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '..');
  return ['/', ...names.map((_name, index) => `/${names.slice(0, index + 1).join('/')}`)];
}

const readFacts = (): MemoryFacts => ({
  platform: process.platform,
  uvVersion: process.versions.uv,
  totalBytes: os.totalmem(),
  // On Linux, process.availableMemory() takes what files are cached for taken, and is 0 where it cannot be told.
  availableBytes: process.platform === 'linux' ? os.freemem() : process.availableMemory(),
  read: (path) => {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return undefined;
    }
  },
});
