/**
 * A timer that is made before the program runs, and used when there is something to do: one that is made later would be
 * an asynchronous resource of the program, counted by its hooks, and would keep the store of its AsyncLocalStorage.
 */

const LONGEST_MS = 2 ** 31 - 1;

interface Interval extends NodeJS.Timeout {
  _idleTimeout: number;
  _repeat: number;
}

export class SleepingTimer {
  #isAwake = false;
  readonly #timer: Interval;

  constructor(call: () => void) {
    this.#timer = setInterval(call, LONGEST_MS).unref() as Interval;
  }

  wake(intervalMs: number): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#setInterval(intervalMs);
  }

  sleep(): void {
    this.#isAwake = false;
    this.#setInterval(LONGEST_MS);
  }

  #setInterval(intervalMs: number): void {
    this.#timer._idleTimeout = intervalMs;
    this.#timer._repeat = intervalMs;
    this.#timer.refresh();
  }
}
