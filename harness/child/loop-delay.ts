import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { wait } from './before-scenario.ts';

const RESOLUTION_MS = 2;

export interface LoopDelay {
  /** Call it right before the run: utilization is measured from here on. */
  readonly begin: () => void;
  /** Call it two turns of the event loop after the run: only the next tick sees a block at the very end. */
  readonly read: () => { readonly maxDelayMs: number; readonly utilization: number };
}

/**
 * Measures how long the event loop was blocked, from the monitor's first tick on, for which it waits: the monitor misses
 * a block that begins before that, and `reset` would restart it. Only the maximum is reported: percentiles count timer
 * ticks, and a blocked event loop has none.
 */
export async function startLoopDelay(): Promise<LoopDelay> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  // Timers run in the order in which they are due: the monitor's first tick comes before this one.
  await wait(RESOLUTION_MS + 1);
  let before = performance.eventLoopUtilization();
  return {
    begin: () => {
      before = performance.eventLoopUtilization();
    },
    read: () => ({
      // The histogram contains the time between ticks, which is the resolution if nothing is late.
      maxDelayMs: Math.max(0, histogram.max / 1e6 - RESOLUTION_MS),
      utilization: performance.eventLoopUtilization(before).utilization,
    }),
  };
}
