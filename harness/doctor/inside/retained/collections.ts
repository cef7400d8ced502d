/** Counts the collections of all garbage, as far as they are seen: what was alive before one and is after it is retained. */
import { now } from '../../../meter/sums/clock.ts';
import { countTurns } from '../fill.ts';

export class Collections {
  #count = 0;
  #dropped = makeDropped();
  /** When the last one was seen: of what came later, it is not known whether it is retained. */
  lastAt = { ms: 0, turn: 0 };

  /** Those that were seen until now. */
  get count(): number {
    if (this.#dropped.deref() === undefined) {
      this.#count += 1;
      this.#dropped = makeDropped();
      this.lastAt = { ms: now(), turn: countTurns() };
    }
    return this.#count;
  }
}

/** Nobody has it any more: the next collection takes it. */
const makeDropped = (): WeakRef<object> => new WeakRef({});
