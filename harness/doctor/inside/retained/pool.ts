/** The memory that Node takes small Buffers from: one after the other. */
import type { RetainedSite } from './retained-site.ts';
import type { Sample } from './sample.ts';

/** About so many of the Buffers that share it are looked at. */
const MAX_VIEWS = 48;

// The program may replace it.
const { random } = Math;

export class Pool {
  #memory: ArrayBufferLike | undefined;
  #sample: Sample<RetainedSite> | undefined;
  /** How many Buffers were taken from it, and from the one before. */
  #taken = 0;
  #takenBefore = 0;

  has(memory: ArrayBufferLike): boolean {
    return memory === this.#memory;
  }

  /** A Buffer was taken from it: the sample that it is to be added to, if any. */
  take(): Sample<RetainedSite> | undefined {
    this.#taken += 1;
    return this.#sample !== undefined && random() * this.#takenBefore < MAX_VIEWS ? this.#sample : undefined;
  }

  /** `sample`: if it is looked at. */
  change(memory: ArrayBufferLike, sample: Sample<RetainedSite> | undefined): void {
    this.#memory = memory;
    this.#sample = sample;
    this.#takenBefore = this.#taken;
    this.#taken = 0;
  }
}
