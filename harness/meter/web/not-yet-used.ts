import { observerOf, type QueueObserver, type WriteAlgorithm } from './state.ts';

/** Observes a queue that nobody counts: it is to be counted when something comes into it for the first time. */
export class NotYetUsed implements QueueObserver {
  readonly #state: () => object | undefined;
  readonly #use: () => void;
  #isUsed = false;

  constructor(state: () => object | undefined, use: () => void) {
    this.#state = state;
    this.#use = use;
  }

  queueChanged(totalBefore: number, totalNow: number): void {
    if (this.#isUsed) return;
    this.#isUsed = true;
    this.#use();
    const observer = observerOf(this.#state());
    if (observer !== this) observer?.queueChanged(totalBefore, totalNow);
  }

  ended(): void {
    this.#isUsed = true;
  }

  write(sink: WriteAlgorithm, chunk: unknown, controller: unknown): unknown {
    return sink(chunk, controller);
  }
}
