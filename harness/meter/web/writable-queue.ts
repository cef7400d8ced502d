import { beingWritten, type Writing } from '../being-written.ts';
import { hideOwnFrames } from '../call-site.ts';
import { Atom } from '../sums/atom.ts';
import { Label, type Member } from '../sums/label.ts';
import { ChunkQueue, type SharedChunk } from './chunk-queue.ts';
import {
  type ControllerState,
  chunkAt,
  type Inside,
  lengthBefore,
  SET_TOTAL,
  type WriteAlgorithm,
} from './state.ts';

hideOwnFrames();

/** What is in the queue of a WritableStream. */
export class WritableQueue extends ChunkQueue implements Writing {
  /** From the write that fills it until `ready` is resolved again. */
  #isFull: boolean;
  /** What the write in progress has put into the readable side, if this is the writable side of a transform. */
  #passed: PassedChunk[] = [];

  /** Below 0: what the write in progress has passed on to another stream, which counts it as well. */
  #overlap: Atom | undefined;
  readonly #member: Member;

  constructor(inside: Inside, atom: Atom, member: Member) {
    super(inside, atom);
    this.#member = member;
    this.#isFull = lengthBefore(inside) > 0 && inside.stream.backpressure === true;
  }

  override begin(state: ControllerState): void {
    super.begin(state);
    if (this.#isFull) this.atom.becomeFull();
  }

  ended(): void {
    // If it fails while a write is in progress, it has its queue until that has finished.
    if (this.chunks === 0) this.atom.close();
  }

  /** Undefined unless the chunk is part of the one that is being written. */
  pass(chunk: unknown, bytes: number, atom: Atom): PassedChunk | undefined {
    if (this.stream.inFlightWriteRequest?.promise === undefined) return undefined;
    if (!isPartOf(chunkAt(this.state.queue, 0), chunk)) return undefined;
    const passed = new PassedChunk(bytes, atom);
    this.#passed.push(passed);
    return passed;
  }

  write(sink: WriteAlgorithm, chunk: unknown, controller: unknown): unknown {
    const { by } = beingWritten;
    beingWritten.by = this;
    try {
      return sink(chunk, controller);
    } finally {
      beingWritten.by = by;
    }
  }

  passOn(chunk: unknown, bytes: number, chunks: number, to: Atom): void {
    if (to === this.atom || !isPartOf(chunkAt(this.state.queue, 0), chunk)) return;
    const { label, total } = this.#member;
    this.#overlap ??= new Atom('written', { label: to.isCountedBy(label) ? label : new Label(), total });
    this.#overlap.change(-bytes, -chunks);
  }

  protected isClosing(): boolean {
    const { closeRequest, inFlightCloseRequest } = this.stream;
    return closeRequest?.promise !== undefined || inFlightCloseRequest?.promise !== undefined;
  }

  protected arrived(_totalBefore: number, totalNow: number): void {
    if (this.#isFull) this.atom.noteAfterFalse('write', SET_TOTAL);
    else this.#isFull = totalNow >= this.state.highWaterMark;
    if (this.#isFull) this.atom.becomeFull();
  }

  protected left(totalNow: number): void {
    this.#finishWrite();
    if (totalNow >= this.state.highWaterMark) return;
    this.atom.stopClock();
    // One that is closing or failing gets room without being ready again.
    if (!this.#isFull || this.isClosing() || this.stream.state !== 'writable') return;
    this.#isFull = false;
    this.atom.addDrains(1);
  }

  protected emptied(): void {
    this.#finishWrite();
    this.atom.close();
  }

  #finishWrite(): void {
    if (this.#overlap !== undefined) {
      this.#overlap.change(-this.#overlap.bytes, -this.#overlap.chunks);
      this.#overlap = undefined;
    }
    if (this.#passed.length === 0) return;
    for (const passed of this.#passed) passed.writeFinished();
    this.#passed = [];
  }
}

/**
 * What a transform has put into its readable side is counted there only when the write that it came from has finished:
 * until then, the writable side has the same bytes.
 */
class PassedChunk implements SharedChunk {
  readonly #bytes: number;
  readonly #atom: Atom;
  #isCounted = false;
  #isGone = false;

  constructor(bytes: number, atom: Atom) {
    this.#bytes = bytes;
    this.#atom = atom;
  }

  writeFinished(): void {
    if (this.#isGone) return;
    this.#isCounted = true;
    this.#atom.change(this.#bytes, 1);
  }

  deliverFrom(atom: Atom): void {
    this.#isGone = true;
    if (this.#isCounted) atom.give(this.#bytes, 1);
    else atom.pass(0, this.#bytes);
  }

  dropFrom(atom: Atom): void {
    this.#isGone = true;
    if (this.#isCounted) atom.change(-this.#bytes, -1);
  }
}

function isPartOf(whole: unknown, part: unknown): boolean {
  if (whole === part) return true;
  if (!ArrayBuffer.isView(whole) || !ArrayBuffer.isView(part) || whole.buffer !== part.buffer) return false;
  const start = part.byteOffset - whole.byteOffset;
  return start >= 0 && start + part.byteLength <= whole.byteLength;
}
