/**
 * When allocations are looked at: from when so much is in use that it matters until a reading shows that it was garbage,
 * as what passes through a pipe is, of which V8 collects much at once. From then on, memory that is in use must stay.
 */
const MIB = 1024 * 1024;

/** In use outside of queues: with less, nothing is looked at. */
export const WATCH_FROM_BYTES = 8 * MIB;
/** Memory is read each time that so much was allocated, as long as nothing is looked at. */
const MIN_STEP_BYTES = MIB;
/** Afterwards in longer steps, through more than V8 lets be of a pipe's garbage. */
const LATER_STEP_BYTES = 8 * MIB;
const STEPS_THAT_STAY = 6;

export class WatchGate {
  isOpen = false;
  /** How many more readings in turn are to show as much, once it was garbage. */
  #stillToStay = 0;
  #hasClosed = false;

  /** To be called with all that is read outside of queues. Returns whether it has closed. */
  read(unqueuedBytes: number): boolean {
    const wasOpen = this.isOpen;
    if (unqueuedBytes < WATCH_FROM_BYTES) {
      this.isOpen = false;
      this.#hasClosed ||= wasOpen;
      if (this.#hasClosed) this.#stillToStay = STEPS_THAT_STAY;
    } else if (this.#stillToStay > 0) this.#stillToStay -= 1;
    else this.isOpen = true;
    return wasOpen && !this.isOpen;
  }

  /** While it is closed: after how much memory is to be read again. */
  nextStepBytes(unqueuedBytes: number): number {
    return this.#hasClosed ? LATER_STEP_BYTES : Math.max(MIN_STEP_BYTES, WATCH_FROM_BYTES - unqueuedBytes);
  }
}
