/** Watches a process from outside: its memory, that of the processes that it starts, and its CPU. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import pidusage from 'pidusage';
import { ChildProcesses } from '../processes/child-processes-memory.ts';
import { findProgram } from '../processes/find-program.ts';
import { describeThisMachine } from '../processes/this-machine.ts';

/** Reading procfs takes a fraction of a millisecond; macOS starts `ps` for it, and Windows PowerShell, which takes long. */
const INTERVALS_MS: Readonly<Partial<Record<NodeJS.Platform, number>>> = { linux: 50, darwin: 250 };
const INTERVAL_MS = INTERVALS_MS[process.platform] ?? 1000;

/** Until there is a child process, every second look is for one: that lists all processes of the machine. */
const LOOKS_FOR_CHILDREN = 2;

/** pidusage caches a descriptor for each process, and closes one that was not read for this long; `clear` closes none. */
const FORGOTTEN_AFTER_MS = 2 * 1000;

export interface MonitorReading {
  readonly samples: number;
  readonly peakRssBytes?: number;
  readonly peakCpuPercent?: number;
}

export interface ProcessMonitor {
  readonly stop: () => MonitorReading;
}

interface Look {
  readonly memory: number;
  /** Only of Linux: elsewhere times are in whole seconds. */
  readonly cpu?: number | undefined;
}

type Reader = (pid: number) => Promise<Look>;

let reader: Reader | undefined;

/**
 * The first reading starts a process to find out the length of a clock tick, so it is taken before any run. False if
 * processes cannot be watched on this system: the cap of memory is then that of the samples only.
 */
export async function prepareMonitor(): Promise<boolean> {
  try {
    await look(process.pid);
    return true;
  } catch {
    return false;
  }
}

/**
 * Monitors a process from outside until it is stopped, and reports each RSS, with the memory that the processes which it
 * has started have of their own.
 */
export function monitorProcess(pid: number, onRss: (rssBytes: number) => void): ProcessMonitor {
  let [samples, looks, peakRssBytes, peakCpuPercent] = [0, 0, 0, 0];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const children = new ChildProcesses(pid);
  let childrenBytes = 0;
  const watch = async (): Promise<void> => {
    const seen = await look(pid).catch(() => undefined);
    if (isStopped) return;
    looks += 1;
    if (seen !== undefined && seen.memory > 0) {
      samples += 1;
      peakRssBytes = Math.max(peakRssBytes, seen.memory);
      // The first figure of a process is its mean since its start; more than all cores is a rounding error of the clock.
      peakCpuPercent = Math.max(peakCpuPercent, Math.min(seen.cpu ?? 0, 100 * availableParallelism()));
      if (childrenBytes > 0 || looks % LOOKS_FOR_CHILDREN === 0) childrenBytes = children.readBytes() ?? 0;
      onRss(seen.memory + childrenBytes);
    }
    timer = setTimeout(watch, INTERVAL_MS);
  };
  timer = setTimeout(watch, INTERVAL_MS);
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      if (samples === 0) return { samples };
      return { samples, peakRssBytes, ...(peakCpuPercent > 0 && { peakCpuPercent }) };
    },
  };
}

/** The sum of several processes, without those that have ended. */
export async function readRssBytes(pids: readonly number[]): Promise<number> {
  const readings = await Promise.all(pids.map((pid) => look(pid).catch(() => undefined)));
  return readings.reduce((sum, reading) => sum + (reading?.memory ?? 0), 0);
}

function look(pid: number): Promise<Look> {
  reader ??= chooseReader(
    process.platform,
    () => findProgram('getconf', describeThisMachine()) !== undefined,
  );
  return reader(pid);
}

/** Without getconf, pidusage would print stacks and assume pages of 4 KiB. Then the kernel's own sum is read, without CPU. */
export function chooseReader(
  platform: NodeJS.Platform,
  hasGetconf: () => boolean,
  procFolder = '/proc',
): Reader {
  if (platform === 'linux' && !hasGetconf()) return async (pid) => readStatus(procFolder, pid);
  return async (pid) => {
    const { memory, cpu } = await pidusage(pid, { maxage: FORGOTTEN_AFTER_MS });
    return { memory, cpu: platform === 'linux' ? cpu : undefined };
  };
}

function readStatus(procFolder: string, pid: number): Look {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`${procFolder}/${pid}/status`, 'latin1'))?.[1];
  return { memory: 1024 * Number(kibibytes ?? 0) };
}
