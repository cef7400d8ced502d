import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

const RESOLUTION_MS = 2;
/** A tick that has not come by then will not come: go on without. */
const LONGEST_WAIT_MS = 50 * RESOLUTION_MS;

export interface LoopDelay {
  /** Call it two turns of the loop after the run: a block at the very end is only seen by the tick after it. */
  readonly read: () => { readonly maxDelayMs: number; readonly utilization: number };
}

/**
 * Measures from now on how long the event loop was blocked, after waiting for the monitor's first tick: it misses a
 * block that begins before that, and `reset` would put it back there. Only the maximum is told: percentiles are of
 * timer ticks, of which a blocked loop has none.
 */
export async function startLoopDelay(): Promise<LoopDelay> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const startedAt = performance.now();
  while (histogram.max === 0 && performance.now() - startedAt < LONGEST_WAIT_MS) await wait(1);
  const before = performance.eventLoopUtilization();
  return {
    read: () => ({
      // The histogram holds the time between ticks, which is the resolution when nothing is late.
      maxDelayMs: Math.max(0, histogram.max / 1e6 - RESOLUTION_MS),
      utilization: performance.eventLoopUtilization(before).utilization,
    }),
  };
}
