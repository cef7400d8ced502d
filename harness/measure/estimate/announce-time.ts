/** Says how long an invocation will take, once that is known, and again when it turns out to be wrong. Pure. */
import { formatRemaining } from '../../report/terminal/progress.ts';

/** Whoever waits a shorter time does not plan by it. */
const WORTH_SAYING_MS = 10 * 1000;
/** A smaller change is seen in the progress. */
const WORTH_CORRECTING = 1.5;

export class TimeAnnouncer {
  #saidMs: number | undefined;

  /** What to say of this time in all, NaN if it is not known; undefined if there is nothing new. */
  announce(totalMs: number): string | undefined {
    if (!(totalMs >= WORTH_SAYING_MS)) return undefined;
    const saidMs = this.#saidMs;
    const isCorrection = saidMs !== undefined;
    if (isCorrection && Math.max(totalMs / saidMs, saidMs / totalMs) < WORTH_CORRECTING) return undefined;
    this.#saidMs = totalMs;
    const time = formatRemaining(totalMs);
    return isCorrection
      ? `it will take about ${time} in all, not ${formatRemaining(saidMs)}`
      : `it will take about ${time} in all`;
  }
}
