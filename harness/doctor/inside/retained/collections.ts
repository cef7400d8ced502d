/** Counts the collections of all garbage, as far as they are seen: what was alive before one and is after it is retained. */
import { now } from '../../../meter/sums/clock.ts';
import { countTurns } from '../fill.ts';

/**
 * From this version on, a small collection takes young objects as well: what is dropped is then one of several that were
 * kept, and old. What has outlived two small collections is.
 */
const YOUNG_FROM_MAJOR = 25;
const UNTIL_OLD = Number.parseInt(process.versions.node, 10) < YOUNG_FROM_MAJOR ? 0 : 2;

/** Those that the doctor itself has made: after one, all that was kept is old. */
export const forced = { count: 0 };

// The program may replace it.
const deref: (ref: WeakRef<object>) => object | undefined = Function.prototype.call.bind(
  WeakRef.prototype.deref,
);

export class Collections {
  #count = 0;
  #forced = forced.count;
  #untilOld = UNTIL_OLD;
  readonly #kept: object[] = [{}, {}, {}, {}, {}, {}, {}, {}];
  #oldest = 0;
  #dropped = this.#drop();
  /** When the last one was seen: of what came later, it is not known whether it is retained. */
  lastAt = { ms: 0, turn: 0 };

  /** Those that were seen until now. */
  get count(): number {
    if (forced.count !== this.#forced) this.#untilOld = 0;
    this.#forced = forced.count;
    if (deref(this.#dropped) !== undefined) return this.#count;
    if (this.#untilOld > 0) this.#untilOld -= 1;
    else {
      this.#count += 1;
      this.lastAt = { ms: now(), turn: countTurns() };
    }
    this.#dropped = this.#drop();
    return this.#count;
  }

  /** Nobody has it any more: the next collection takes it. */
  #drop(): WeakRef<object> {
    if (this.#untilOld > 0) return new WeakRef({});
    const dropped = new WeakRef(this.#kept[this.#oldest] ?? {});
    this.#kept[this.#oldest] = {};
    this.#oldest = (this.#oldest + 1) % this.#kept.length;
    return dropped;
  }
}
