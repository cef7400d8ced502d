/** The memory of the processes that a measured process starts, from procfs. */
import { readdirSync, readFileSync } from 'node:fs';

const INTERVAL_MS = 20;

export interface ChildProcessesMonitor {
  /** The most that all of them together had at one moment; 0 if there was none. Undefined on a system without procfs. */
  readonly stop: () => number | undefined;
}

export function monitorChildProcesses(pid: number): ChildProcessesMonitor {
  const children = new ChildProcesses(pid);
  let peakBytes: number | undefined;
  const look = (): void => {
    const bytes = children.readBytes();
    if (bytes !== undefined) peakBytes = Math.max(peakBytes ?? 0, bytes);
  };
  const timer = setInterval(look, INTERVAL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peakBytes;
    },
  };
}

/** The processes that descend from one, and those that are in its group. */
export class ChildProcesses {
  readonly #pid: number;
  readonly #procFolder: string;
  /** Whether a process descends from it, for all that run: only new ones have to be asked. */
  #known: ReadonlyMap<number, boolean> = new Map();

  constructor(pid: number, procFolder = '/proc') {
    this.#pid = pid;
    this.#procFolder = procFolder;
  }

  /**
   * What they have of their own, together. Memory that is mapped from a file is the kernel's to drop, and shared memory,
   * such as the cache of a database, would count for each process that reads it.
   */
  readBytes(): number | undefined {
    const pids = this.#listAll();
    if (pids === undefined) return undefined;
    const known = new Map<number, boolean>();
    for (const pid of pids) this.#isChild(pid, known);
    this.#known = known;
    const own = this.#read(this.#pid, 'cmdline');
    const children = pids.filter((pid) => known.get(pid) === true);
    // Between fork and exec, it shares the memory of its parent. The command line is read first, so that it is the older.
    const executed = children.filter((pid) => this.#read(pid, 'cmdline') !== own);
    return executed.reduce((sum, pid) => sum + sumOwnMemory(this.#read(pid, 'status')), 0);
  }

  #listAll(): number[] | undefined {
    try {
      return readdirSync(this.#procFolder).filter(isPid).map(Number);
    } catch {
      return undefined;
    }
  }

  #isChild(pid: number, known: Map<number, boolean>): boolean {
    const before = known.get(pid) ?? this.#known.get(pid);
    const isChild = before ?? this.#descends(pid, known);
    known.set(pid, isChild);
    return isChild;
  }

  /** Its parent and its group are the fourth and the fifth field, after a name that can have spaces and brackets. */
  #descends(pid: number, known: Map<number, boolean>): boolean {
    if (pid === this.#pid) return false;
    const stat = this.#read(pid, 'stat');
    const [, parent = 0, group] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ', 3)
      .map(Number);
    if (parent === this.#pid || group === this.#pid) return true;
    return parent > 0 && parent !== pid && this.#isChild(parent, known);
  }

  /** Empty for a process that has ended. */
  #read(pid: number, file: 'cmdline' | 'stat' | 'status'): string {
    try {
      return readFileSync(`${this.#procFolder}/${pid}/${file}`, 'latin1');
    } catch {
      return '';
    }
  }
}

const isPid = (name: string): boolean => /^\d+$/.test(name);

const OWN_MEMORY = /^(?:RssAnon|VmSwap):\s+(\d+) kB$/gm;

const sumOwnMemory = (status: string): number =>
  [...status.matchAll(OWN_MEMORY)].reduce((sum, [, kibibytes]) => sum + 1024 * Number(kibibytes), 0);
