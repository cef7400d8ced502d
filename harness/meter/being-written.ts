/** A chunk that a sink is at work on, and passes on to another queue at once: it counts once. */
import type { Atom } from './sums/atom.ts';

/** A queue whose sink is at work on a chunk. */
export interface Writing {
  /**
   * Called before `to` takes a chunk: as long as the sink has not finished, what is part of its own chunk is in both
   * queues, and counts once.
   */
  passOn(chunk: unknown, bytes: number, chunks: number, to: Atom): void;
}

/** The sink of a WritableStream that was called and has not returned, as that of `Writable.toWeb()`. */
export const beingWritten: { by: Writing | undefined } = { by: undefined };
