/**
 * The Writable that toWritable() makes: it has what it writes until the writer behind it has taken that, and as long as
 * both have it, it counts once.
 */
import { beingWritten, type Writing } from '../being-written.ts';
import { hideOwnFrames } from '../call-site.ts';
import type { Method } from '../node/methods.ts';
import { writableSideOf } from '../node/state.ts';
import { Atom } from '../sums/atom.ts';
import { Label } from '../sums/label.ts';
import { replaceOwn } from './replace-own.ts';

hideOwnFrames();

export const wrapToWritable = (method: Method): Method =>
  function toWritable(this: object, ...args) {
    const sink = method.apply(this as never, args) as object;
    const writing: { overlap?: Overlap } = {};
    for (const name of ['_write', '_writev']) replaceOwn(sink, name, (write) => wrapSink(write, writing));
    return sink;
  };

const wrapSink = (method: Method, writing: { overlap?: Overlap }): Method =>
  function write(this, ...args) {
    const state = this._writableState;
    const atom = state ? writableSideOf(state)?.atom : undefined;
    if (atom === undefined) return method.apply(this, args);
    // It has called back, and Node goes on with the next one before that returns.
    writing.overlap?.end();
    const overlap = new Overlap(atom);
    writing.overlap = overlap;
    const callback = args.at(-1) as (...results: readonly unknown[]) => void;
    const { by } = beingWritten;
    beingWritten.by = overlap;
    try {
      return method.call(this, ...args.slice(0, -1), (...results: readonly unknown[]) => {
        callback(...results);
        overlap.end();
      });
    } finally {
      beingWritten.by = by;
    }
  };

/** Below 0: what one write has passed on. */
class Overlap implements Writing {
  readonly #sink: Atom;
  #atom: Atom | undefined;

  constructor(sink: Atom) {
    this.#sink = sink;
  }

  passOn(_chunk: unknown, bytes: number, chunks: number, to: Atom): void {
    const label = this.#sink.isCountedBy(to.label) ? to.label : new Label();
    this.#atom ??= new Atom('written', { label, total: to.total });
    this.#atom.change(-bytes, -chunks);
  }

  end(): void {
    this.#atom?.change(-this.#atom.bytes, -this.#atom.chunks);
    this.#atom = undefined;
  }
}
