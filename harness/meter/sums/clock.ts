/**
 * The clock of this thread, in milliseconds. Programs replace that of their own, as fake timers of tests do; and to load
 * node:perf_hooks for it takes longer than most of what is measured.
 */
const { hrtime } = process;

export function now(): number {
  const time = hrtime();
  return time[0] * 1000 + time[1] / 1e6;
}
