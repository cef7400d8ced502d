/** How much time stacks may take: a call of a stream takes less than a thousandth of what its stack does. */

import { now as clock } from '../../meter/sums/clock.ts';

const FIRST_MS = 3;
const SHARE_OF_UPTIME = 0.02;
/** Longer than any stack takes: the rest is the first call of its code, or time of other processes on a busy machine. */
const MAX_CHARGE_MS = 0.1;

export class CaptureBudget {
  #spentMs = 0;
  readonly #now: () => number;
  readonly #startMs: number;

  readonly #firstMs: number;

  constructor(firstMs = FIRST_MS, now = clock) {
    this.#firstMs = firstMs;
    this.#now = now;
    this.#startMs = now();
  }

  /** Undefined if too much was spent already. */
  spend<Result>(capture: () => Result): Result | undefined {
    const begin = this.#now();
    if (this.#spentMs > this.#firstMs + (begin - this.#startMs) * SHARE_OF_UPTIME) return undefined;
    const result = capture();
    this.#spentMs += Math.min(MAX_CHARGE_MS, this.#now() - begin);
    return result;
  }
}
