import { availableParallelism } from 'node:os';
import pidusage from 'pidusage';

/** Reading procfs takes a fraction of a millisecond; elsewhere each look starts a process. */
const INTERVAL_MS = process.platform === 'linux' ? 50 : 1000;

export interface OutsideView {
  readonly samples: number;
  readonly peakRssBytes?: number;
  readonly peakCpuPercent?: number;
}

export interface OutsideWatch {
  readonly stop: () => OutsideView;
}

/** Looks at a process from outside until it is stopped, and tells each RSS. */
export function watchFromOutside(pid: number, onRss: (rssBytes: number) => void): OutsideWatch {
  let [samples, peakRssBytes, peakCpuPercent] = [0, 0, 0];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const look = async (): Promise<void> => {
    const seen = await pidusage(pid).catch(() => undefined);
    if (isStopped) return;
    if (seen !== undefined && seen.memory > 0) {
      samples += 1;
      peakRssBytes = Math.max(peakRssBytes, seen.memory);
      // The first figure of a process is its mean since it started; more than all cores is clock rounding.
      peakCpuPercent = Math.max(peakCpuPercent, Math.min(seen.cpu, 100 * availableParallelism()));
      onRss(seen.memory);
    }
    timer = setTimeout(look, INTERVAL_MS);
  };
  timer = setTimeout(look, INTERVAL_MS);
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      pidusage.clear();
      return samples === 0 ? { samples } : { samples, peakRssBytes, peakCpuPercent };
    },
  };
}
