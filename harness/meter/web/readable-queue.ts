import { Atom } from '../sums/atom.ts';
import type { Member } from '../sums/label.ts';
import { ChunkQueue, type SharedChunk } from './chunk-queue.ts';
import { type ControllerState, type Inside, SET_TOTAL } from './state.ts';
import type { WritableQueue } from './writable-queue.ts';

/** What is counted of a stream, without a reference to it. */
export interface Counted {
  readonly atom: Atom;
  /** What it has in common with the other branch of a tee(). */
  both?: BothBranches;
}

/** What is in the queue of a ReadableStream which is not a byte stream. */
export class ReadableQueue extends ChunkQueue {
  /** The other side, if this is the readable side of a transform. */
  readonly #entry: WritableQueue | undefined;
  readonly counted: Counted;
  readonly #members: Member[];
  /** If it is a branch of a tee(), and that is counted, too. */
  #otherBranch: WeakRef<ReadableQueue> | undefined;
  /** How many chunks came in since both are counted. */
  #chunksIn = 0;

  constructor(inside: Inside, atom: Atom, member: Member, entry: WritableQueue | undefined) {
    super(inside, atom);
    this.counted = { atom };
    this.#members = [member];
    this.#entry = entry;
  }

  override begin(state: ControllerState): void {
    const other = findOtherBranch(state, this);
    if (other !== undefined) this.#pairWith(other);
    super.begin(state);
  }

  join(member: Member): void {
    this.#members.push(member);
    this.counted.both?.join(member);
  }

  ended(): void {
    this.atom.close();
  }

  isEmpty(): boolean {
    return this.chunks === 0;
  }

  /** A chunk that was passed to a waiting read. */
  deliver(chunk: unknown): void {
    const bytes = this.sizeOf(chunk);
    this.#chunksIn += 1;
    this.atom.pass(bytes, bytes);
  }

  protected isClosing(): boolean {
    return false;
  }

  protected arrived(totalBefore: number): void {
    this.#chunksIn += 1;
    // An empty queue can always take one, even with a highWaterMark of 0.
    if (totalBefore === 0 || totalBefore < this.state.highWaterMark) return;
    if (this.atom.label.timesReadableStreams) this.atom.becomeFull();
    this.atom.noteAfterFalse('enqueue', SET_TOTAL);
  }

  protected left(totalNow: number): void {
    if (totalNow === 0 || totalNow < this.state.highWaterMark) this.atom.stopClock();
  }

  protected emptied(): void {
    this.atom.stopClock();
  }

  protected override shareArriving(chunk: unknown, bytes: number): SharedChunk | undefined {
    if (this.#otherBranch === undefined) return this.#entry?.pass(chunk, bytes, this.atom);
    const other = this.#otherBranch.deref();
    // Each chunk comes to one branch first, and then to the other: if it was queued there, it is the last one.
    return other !== undefined && other.#chunksIn === this.#chunksIn + 1
      ? other.#shareWithOther(chunk, 0)
      : undefined;
  }

  /** Both branches have got the same chunks: they differ only in how many of those have left. */
  protected override shareBuffered(chunk: unknown, chunksAfter: number): SharedChunk | undefined {
    const other = this.#otherBranch?.deref();
    return other === undefined ? undefined : other.#shareWithOther(chunk, chunksAfter);
  }

  #shareWithOther(chunk: unknown, chunksAfter: number): SharedChunk | undefined {
    return this.shareWith(chunk, chunksAfter, (bytes) => this.counted.both?.share(bytes, this.atom));
  }

  #pairWith(other: ReadableQueue): void {
    const both = new BothBranches(this.atom, other.atom);
    for (const member of [...this.#members, ...other.#members]) both.join(member);
    this.#otherBranch = new WeakRef(other);
    other.#otherBranch = new WeakRef(this);
    for (const { counted } of [this, other]) counted.both = both;
    this.#chunksIn = 0;
    other.#chunksIn = 0;
  }
}

/** A branch that the program drops is collected. */
const firstBranches = new WeakMap<object, WeakRef<ReadableQueue>>();

/** Both branches of a tee() have one algorithm, which is a function of that tee() alone. */
function findOtherBranch(
  { pullAlgorithm }: ControllerState,
  queue: ReadableQueue,
): ReadableQueue | undefined {
  // That of a source is a function without a name.
  if (typeof pullAlgorithm !== 'function' || pullAlgorithm.name !== 'pullAlgorithm') return undefined;
  const first = firstBranches.get(pullAlgorithm)?.deref();
  if (first === undefined) firstBranches.set(pullAlgorithm, new WeakRef(queue));
  return first;
}

/** What both branches of a tee() have in their queues: an atom of its own, which counts once for the labels of both. */
class BothBranches {
  readonly #atom = new Atom('pushed');
  readonly #first: Atom;
  readonly #second: Atom;

  constructor(first: Atom, second: Atom) {
    this.#first = first;
    this.#second = second;
  }

  join(member: Member): void {
    this.#atom.join({ ...member, isBorrowed: true });
  }

  /** The branch of this atom has a chunk in its queue that the other one gets now. */
  share(bytes: number, atom: Atom): SharedChunk {
    atom.change(-bytes, -1);
    this.#atom.change(bytes, 1);
    return new BranchedChunk(bytes, this);
  }

  /** Only the other branch has it from now on. */
  leaveToOther(bytes: number, chunks: number, atom: Atom): void {
    this.#atom.change(-bytes, -chunks);
    const other = atom === this.#first ? this.#second : this.#first;
    other.change(bytes, chunks);
  }

  /** The branch of this atom was collected. */
  end(atom: Atom): void {
    this.leaveToOther(this.#atom.bytes, this.#atom.chunks, atom);
    this.#atom.close();
  }

  get isOpen(): boolean {
    return this.#atom.isOpen;
  }
}

class BranchedChunk implements SharedChunk {
  readonly #bytes: number;
  readonly #both: BothBranches;
  #isInBoth = true;

  constructor(bytes: number, both: BothBranches) {
    this.#bytes = bytes;
    this.#both = both;
  }

  deliverFrom(atom: Atom): void {
    if (this.#leave(atom)) atom.pass(0, this.#bytes);
    else atom.give(this.#bytes, 1);
  }

  dropFrom(atom: Atom): void {
    if (!this.#leave(atom)) atom.change(-this.#bytes, -1);
  }

  /** False if only this branch has it. */
  #leave(atom: Atom): boolean {
    if (!this.#isInBoth || !this.#both.isOpen) return false;
    this.#isInBoth = false;
    this.#both.leaveToOther(this.#bytes, 1, atom);
    return true;
  }
}
