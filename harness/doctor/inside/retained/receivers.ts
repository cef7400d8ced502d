/** Who receives what a stream reads: the line that added the listener, made the pipe or began the loop. */

import type { Below } from '../../../meter/call-site.ts';
import { CaptureBudget } from '../capture-budget.ts';
import { creatorsOf } from '../origins.ts';
import { OwnWeakMap, unseen } from '../unseen/unseen.ts';
import { type Caller, readCaller } from './call-sites.ts';

/** Most streams are read before it is known whether anything is retained. */
const FIRST_MS = 2;

interface StreamStates {
  readonly _readableState?: object | null;
}

export class Receivers {
  readonly #budget = new CaptureBudget(FIRST_MS);
  readonly #callers = new OwnWeakMap<object, Caller>();
  /** Functions that Node's own code adds again and again, as http does to each connection that it uses once more. */
  readonly #ofNode = new OwnWeakMap<object, true>();

  /** To be called when a listener is added that is called with chunks, or when there are some. */
  note(stream: object, listener: unknown, below: Below): void {
    if (typeof listener !== 'function' || this.#ofNode.has(listener) || this.#callers.has(stream)) return;
    const caller = unseen(() => this.#budget.spend(() => readCaller('on', below)));
    if (caller === undefined) return;
    if (caller.frames.length === 0) this.#ofNode.set(listener, true);
    else this.#callers.set(stream, caller);
  }

  /** Where it was not seen, whoever created the stream. */
  of(stream: object): Caller | undefined {
    const known = this.#callers.get(stream);
    if (known !== undefined) return known;
    const { _readableState: state } = stream as StreamStates;
    const frames = state ? creatorsOf(state) : undefined;
    return frames === undefined || frames.length === 0 ? undefined : { called: 'constructor', frames };
  }
}
