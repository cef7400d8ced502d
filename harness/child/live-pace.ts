/** Decides when the sampler thread reads live memory: in a regular rhythm, and earlier as long as that is affordable. */

export interface LivePace {
  readonly isDue: (nowMs: number) => boolean;
  /** How long to wait until the next reading is due, or until it is worth asking whether one should come earlier. */
  readonly pauseMs: (nowMs: number) => number;
  readonly add: (reading: TimedReading) => void;
}

interface TimedReading {
  readonly requestedAtMs: number;
  readonly answeredAtMs: number;
  /** How long the program was stopped for it. */
  readonly costMs: number;
}

/** Memory can be above its peak for a moment only. Asking costs the program 0.06 ms, a collection at least 3 ms. */
const ASK_MS = 0.25;

/** Worker threads, and what V8 does not count, are seen by regular readings only. */
const MIN_GAP_MS = 3;

/**
 * The share of the time for which a program may be stopped for readings that are not due. One that only makes garbage
 * has many; one that writes to another process must not be much slower than in the runs that are timed.
 */
const MAX_EARLY_SHARE = 0.25;
/** A flood of 16 MiB is over within 20 ms. */
const FREE_EARLY_MS = 120;

export function startLivePace(): LivePace {
  let startedAtMs: number | undefined;
  let dueAtMs = 0;
  let earlyMs = 0;
  const canAfford = (nowMs: number): boolean =>
    earlyMs < FREE_EARLY_MS + MAX_EARLY_SHARE * (nowMs - (startedAtMs ?? nowMs));
  return {
    isDue: (nowMs) => nowMs >= dueAtMs,
    pauseMs: (nowMs) => {
      const untilDueMs = Math.max(0, dueAtMs - nowMs);
      return canAfford(nowMs) ? Math.min(ASK_MS, untilDueMs) : untilDueMs;
    },
    add: ({ requestedAtMs, answeredAtMs, costMs }) => {
      startedAtMs ??= requestedAtMs;
      if (requestedAtMs < dueAtMs) earlyMs += costMs;
      // With many small objects a collection takes longer than the shortest gap: the program gets half of the time.
      dueAtMs = answeredAtMs + Math.max(MIN_GAP_MS, costMs);
    },
  };
}
