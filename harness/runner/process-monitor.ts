import { availableParallelism } from 'node:os';
import pidusage from 'pidusage';

/** Reading procfs takes a fraction of a millisecond; elsewhere each reading starts a process. */
const INTERVAL_MS = process.platform === 'linux' ? 50 : 1000;

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

/** The first reading starts a process to find out the length of a clock tick, so it is taken before any run. */
export async function prepareMonitor(): Promise<void> {
  await look(process.pid);
}

/** Monitors a process from outside until it is stopped, and reports each RSS. */
export function monitorProcess(pid: number, onRss: (rssBytes: number) => void): ProcessMonitor {
  let [samples, peakRssBytes, peakCpuPercent] = [0, 0, 0];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const watch = async (): Promise<void> => {
    const seen = await look(pid).catch(() => undefined);
    if (isStopped) return;
    if (seen !== undefined && seen.memory > 0) {
      samples += 1;
      peakRssBytes = Math.max(peakRssBytes, seen.memory);
      // The first figure of a process is its mean since its start; more than all cores is a rounding error of the clock.
      peakCpuPercent = Math.max(peakCpuPercent, Math.min(seen.cpu, 100 * availableParallelism()));
      onRss(seen.memory);
    }
    timer = setTimeout(watch, INTERVAL_MS);
  };
  timer = setTimeout(watch, INTERVAL_MS);
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      return samples === 0 ? { samples } : { samples, peakRssBytes, peakCpuPercent };
    },
  };
}

/** The sum of several processes, without those that have ended. */
export async function readRssBytes(pids: readonly number[]): Promise<number> {
  const readings = await Promise.all(pids.map((pid) => look(pid).catch(() => undefined)));
  return readings.reduce((sum, reading) => sum + (reading?.memory ?? 0), 0);
}

const look = (pid: number) => pidusage(pid, { maxage: FORGOTTEN_AFTER_MS });
