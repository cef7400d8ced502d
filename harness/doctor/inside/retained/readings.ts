/** Reads memory from time to time while allocations are looked at, and has written down what is worth it. */
import { unseen } from '../unseen/unseen.ts';

const MIB = 1024 * 1024;

/** Samples between two readings of memory, so that a peak is seen. */
const READ_EVERY = 32;
/** In use outside of queues: less is not worth writing down before the end, or collecting garbage at the end. */
export const WORTH_BYTES = 16 * MIB;
/** Often enough for snapshots. */
const TELL_EVERY_MS = 50;

export interface Surroundings {
  /** What is in ArrayBuffers and in no queue. */
  readonly readUnqueuedBytes: () => number;
  /** To be called often while there is something to write down. */
  readonly tick: () => void;
}

export class Readings {
  readonly #around: Surroundings;
  #lookedAt = 0;
  #isWorthTelling = false;
  #tellAgainAtMs = 0;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** To be called with each allocation that is looked at. */
  note(atMs: number): void {
    this.#lookedAt += 1;
    if (this.#lookedAt >= READ_EVERY) unseen(() => this.#read());
    if (!this.#isWorthTelling || atMs < this.#tellAgainAtMs) return;
    this.#tellAgainAtMs = atMs + TELL_EVERY_MS;
    unseen(() => this.#around.tick());
  }

  #read(): void {
    const unqueued = this.#around.readUnqueuedBytes();
    this.#lookedAt = 0;
    this.#isWorthTelling = unqueued >= WORTH_BYTES;
  }
}
