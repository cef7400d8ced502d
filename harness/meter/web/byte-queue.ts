import type { Atom } from '../sums/atom.ts';
import { settlePeak } from '../sums/recent.ts';
import { sizeOfChunk } from '../sums/sizes.ts';
import {
  type ControllerState,
  entryAt,
  type Inside,
  type Queue,
  type QueueObserver,
  SET_TOTAL,
  type StreamState,
  stateOf,
} from './state.ts';

/** A BYOB read that waits for bytes. */
interface PullInto {
  readonly bytesFilled: number;
  /** 'default' for a view that the stream has allocated for a reader without one, 'none' if the reader was released. */
  readonly type: 'byob' | 'default' | 'none';
}

/** What is in the queue of a byte stream. Chunks enter it in many ways and leave it in pieces: its total counts. */
export class ByteQueue implements QueueObserver {
  readonly atom: Atom;
  readonly #stream: StreamState;
  #state: ControllerState;
  #queue: Queue;
  /** The view that is written into at this moment, and what it had before. */
  #view: { readonly pullInto: PullInto; readonly isByob: boolean; readonly bytesBefore: number } | undefined;
  /** Whether the next chunk that a waiting read gets comes from the queue. */
  #isServing = false;

  constructor({ stream, state }: Inside, atom: Atom) {
    this.atom = atom;
    this.#stream = stream;
    this.#state = state;
    this.#queue = state.queue;
  }

  /** Counts what is in the queue already, before Node begins to use `state`. */
  begin(state: ControllerState): void {
    this.#state = state;
    this.atom.take(state.queueTotalSize, 0);
  }

  queueChanged(totalBefore: number, totalNow: number): void {
    const isNew = this.#state.queue !== this.#queue;
    this.#queue = this.#state.queue;
    if (totalNow > totalBefore) this.#take(totalNow - totalBefore, totalBefore);
    // A stream that fails gets a new queue: what was in the old one was not delivered.
    else if (isNew) this.atom.change(totalNow - totalBefore, 0);
    else this.#give(totalBefore - totalNow);
    this.#noteRoom(totalNow);
  }

  ended(): void {
    this.atom.close();
  }

  isEmpty(): boolean {
    return this.#state.queueTotalSize === 0;
  }

  /** A chunk that was passed to a waiting read. */
  deliver(chunk: unknown): void {
    const bytes = this.#isServing ? 0 : sizeOfChunk(chunk);
    this.#isServing = false;
    this.atom.pass(bytes, bytes);
  }

  viewTaken(): void {
    const pullInto = this.#firstPullInto();
    this.#view = pullInto && {
      pullInto,
      isByob: pullInto.type === 'byob',
      bytesBefore: pullInto.bytesFilled,
    };
  }

  viewsFilled(): void {
    const isByob = this.#view?.isByob === true;
    // What a source writes into the view of a BYOB read passes neither the queue nor `deliver`.
    const bytes = this.#leaveView();
    if (isByob) this.atom.pass(bytes, bytes);
    // What no view has taken is buffered.
    settlePeak();
  }

  #take(bytes: number, totalBefore: number): void {
    this.#countReturned(bytes);
    if (this.#hasWaitingReads()) this.#isServing = true;
    if (totalBefore > 0 && totalBefore >= this.#state.highWaterMark) {
      if (this.atom.label.timesReadableStreams) this.atom.becomeFull();
      this.atom.noteAfterFalse('enqueue', SET_TOTAL);
    }
    // For a view that waits, they leave the queue again before enqueue() returns.
    if (this.#pendingViews() > 0) this.atom.takeForNow(bytes, 0);
    else this.atom.take(bytes, 0);
  }

  #noteRoom(totalNow: number): void {
    const { highWaterMark } = this.#state;
    if (totalNow === 0 || totalNow < highWaterMark) this.atom.stopClock();
  }

  #give(bytes: number): void {
    this.atom.give(bytes, 0, this.#pendingViews() > 0);
  }

  /**
   * Bytes that do not fill an element of their view, or whose reader was released, are put into the queue: they were not
   * delivered.
   */
  #countReturned(bytes: number): void {
    const bytesInView = this.#leaveView();
    const first = this.#firstPullInto();
    if (bytesInView > 0 || (first?.type === 'none' && first.bytesFilled > 0))
      this.atom.pass(bytesInView - bytes, bytesInView - bytes);
  }

  /** How many bytes were written into the view since it was taken. */
  #leaveView(): number {
    if (this.#view === undefined) return 0;
    const { pullInto, bytesBefore } = this.#view;
    this.#view = undefined;
    return pullInto.bytesFilled - bytesBefore;
  }

  #pendingViews(): number {
    return this.#state.pendingPullIntos?.length ?? 0;
  }

  #firstPullInto(): PullInto | undefined {
    const { pendingPullIntos } = this.#state;
    return pendingPullIntos === undefined ? undefined : entryAt(pendingPullIntos, 0);
  }

  #hasWaitingReads(): boolean {
    const { reader } = this.#stream;
    const state = reader && stateOf<{ readonly readRequests?: Queue }>(reader);
    return (state?.readRequests?.length ?? 0) > 0;
  }
}
