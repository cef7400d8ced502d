/** How much time stacks may take: a call of a stream takes less than a thousandth of what its stack does. */

import { now as clock } from '../../meter/clock.ts';

const FIRST_MS = 3;
const SHARE_OF_UPTIME = 0.02;

export class CaptureBudget {
  #spentMs = 0;
  readonly #now: () => number;
  readonly #startMs: number;

  constructor(now = clock) {
    this.#now = now;
    this.#startMs = now();
  }

  /** Undefined if too much was spent already. */
  spend<Result>(capture: () => Result): Result | undefined {
    const begin = this.#now();
    if (this.#spentMs > FIRST_MS + (begin - this.#startMs) * SHARE_OF_UPTIME) return undefined;
    const result = capture();
    this.#spentMs += this.#now() - begin;
    return result;
  }
}
