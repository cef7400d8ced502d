/**
 * The core of the meter: what one queue buffers, such as one side of a stream, added up by differences.
 *
 * An Atom refers to no stream, so that nothing is kept alive by being counted. Every change is added to the sums of its
 * labels at once: it costs the same however many streams are open. Whoever counts a kind of stream makes an atom for
 * each of its queues, `new Atom(way, member, countsChunks)`, and calls
 * - take(bytes, chunks)     for what came in and is buffered now;
 * - takeForNow(bytes, chunks)  the same, but it counts for a peak only with the next change, and not at all if that is a
 *                           give() at once: what a sink has taken before write() returns was never buffered;
 * - give(bytes, chunks, isAtOnce)  for what was delivered and is no longer buffered;
 * - change(bytes, chunks)   for what is buffered without having come in, or, below 0, was lost;
 * - pass(bytesIn, bytesOut) for what was not buffered, or to correct both;
 */
import type { CalledMethod } from '../protocol.ts';
import { now } from './clock.ts';
import { closeWhenCollected, forget } from './collected.ts';
import {
  addTo,
  type Flow,
  type Label,
  type Member,
  moveToSums,
  NO_MEMBERS,
  REST,
  raisePeak,
  type Sum,
  sumsOf,
  type Way,
} from './label.ts';

/** The atom whose last increase is not yet in the peaks. */
let unsettled: Atom | undefined;

/** Puts the last increase into the peaks. To be called before a peak is read. */
export function settle(): void {
  if (unsettled === undefined) return;
  unsettled.raisePeaks();
  unsettled = undefined;
}

/** Names are private for the compiler only: `#` names take more bytecode, of which V8 inlines only so much into a write(). */
export class Atom {
  bytes = 0;
  chunks = 0;
  isOpen = true;
  /** Since when it has been full; undefined if it is not. */
  fullSince: number | undefined;
  /** The stream, if it was full while it counted for more than one label: whether anybody waits for its 'drain'. */
  owner: WeakRef<object> | undefined;
  /** end() was called: nothing more is written. */
  isEnded = false;
  /** The HTTP message that it is part of. */
  whole: { readonly join: (member: Member) => void } | undefined;
  readonly way: Way;
  /** The first member has fields of its own: most atoms have no other. */
  readonly label: Label;
  private readonly total: Sum;
  private readonly flow: Flow;
  private others: readonly Member[] = NO_MEMBERS;
  /** The labels that count what flows through it. */
  private labels: readonly Label[];
  /** All other sums to which a change is added. */
  private otherSums: readonly Sum[] | undefined;
  highWaterMarkBytes: number | undefined;
  /** Whether its labels count its highWaterMark. */
  hasHighWaterMark = false;
  readonly countsChunks: boolean;

  constructor(way: Way, { label, total }: Member = REST, countsChunks = false) {
    this.way = way;
    this.countsChunks = countsChunks;
    if (countsChunks) label.countsChunks = true;
    this.label = label;
    this.total = total;
    this.flow = label.flows[way];
    this.labels = label.alone;
  }

  take(bytes: number, chunks: number): void {
    this.flow.bytesIn += bytes;
    if (this.otherSums !== undefined) this.passForOthers(bytes, 0);
    this.change(bytes, chunks);
  }

  takeForNow(bytes: number, chunks: number): void {
    if (unsettled !== this) {
      if (unsettled !== undefined) settle();
      unsettled = this;
    }
    this.flow.bytesIn += bytes;
    this.add(bytes, chunks);
    if (this.otherSums !== undefined) this.passForOthers(bytes, 0);
  }

  give(bytes: number, chunks: number, isAtOnce?: boolean): void {
    if (isAtOnce === true && unsettled === this) unsettled = undefined;
    else if (unsettled !== undefined) settle();
    this.flow.bytesOut += bytes;
    // Not -chunks, which would be -0 for most queues: V8 has no small integer for that.
    this.add(-bytes, 0 - chunks);
    if (this.otherSums !== undefined) this.passForOthers(0, bytes);
  }

  change(bytes: number, chunks: number): void {
    if (unsettled !== undefined) settle();
    this.add(bytes, chunks);
    if (bytes > 0 || chunks > 0) this.raisePeaks();
  }

  pass(bytesIn: number, bytesOut: number): void {
    this.flow.bytesIn += bytesIn;
    this.flow.bytesOut += bytesOut;
    if (this.otherSums !== undefined) this.passForOthers(bytesIn, bytesOut);
  }

  /** What has been counted as delivered in this direction under the first label. */
  get bytesOut(): number {
    return this.flow.bytesOut;
  }

  setHighWaterMark(bytes: number | undefined): void {
    if (this.hasHighWaterMark) return;
    this.hasHighWaterMark = true;
    this.highWaterMarkBytes = bytes;
    for (const label of this.labels) label.openHighWaterMark(bytes);
  }

  becomeFull(): void {
    if (this.fullSince !== undefined) return;
    this.fullSince = now();
    for (const label of this.labels) label.startClock(this);
  }

  stopClock(): void {
    if (this.fullSince === undefined) return;
    const atMs = now();
    for (const label of this.labels) label.stopClock(this, atMs);
    this.fullSince = undefined;
  }

  addDrains(drains: number): void {
    for (const label of this.labels) label.drains += drains;
  }

  /** `below` is a function on the stack: the first line that called it is recorded. */
  noteAfterFalse(method: CalledMethod, below: (...args: never[]) => unknown): void {
    for (const label of this.labels) {
      if (method === 'write' || method === 'end') label.writesAfterFalse += 1;
      else label.pushesAfterFalse += 1;
      label.firstCall.note(method, below, this);
    }
  }

  noteUnsized(): void {
    for (const label of this.labels) label.unsizedChunks += 1;
  }

  close(): void {
    if (!this.isOpen) return;
    this.stopClock();
    this.change(0 - this.bytes, 0 - this.chunks);
    if (this.hasHighWaterMark)
      for (const label of this.labels) label.closeHighWaterMark(this.highWaterMarkBytes);
    this.isOpen = false;
    forget(this);
  }

  /** For a stream that is opened again, as a socket that connects a second time. */
  reopen(token: object): void {
    this.isOpen = true;
    closeWhenCollected(token, this, this);
    if (this.hasHighWaterMark)
      for (const label of this.labels) label.openHighWaterMark(this.highWaterMarkBytes);
  }

  get isJoined(): boolean {
    return this.otherSums !== undefined;
  }

  isCountedBy(label: Label): boolean {
    return this.labels.includes(label);
  }

  /** Counts for one more label from now on: what is buffered already comes into that one now. */
  join(member: Member): void {
    this.regroup([...this.others, member]);
    if (member.isBorrowed) return;
    const { label } = member;
    if (this.countsChunks) label.countsChunks = true;
    label.flows[this.way].bytesIn += this.bytes;
    if (this.hasHighWaterMark && this.isOpen) label.openHighWaterMark(this.highWaterMarkBytes);
    if (this.fullSince !== undefined) label.startClock(this);
  }

  leave(member: Member): void {
    this.regroup(this.others.filter((other) => other !== member));
  }

  raisePeaks(): void {
    const { label } = this;
    const total = this.total;
    if (label.bytes > label.peakBytes) {
      label.peakBytes = label.bytes;
      if (label.bytes >= label.alertAtBytes) label.alert(this);
    }
    if (total.bytes > total.peakBytes) total.peakBytes = total.bytes;
    if (this.chunks > 0 || this.otherSums !== undefined) this.raiseMorePeaks();
  }

  private raiseMorePeaks(): void {
    if (this.chunks > 0) {
      raisePeak(this.label, this);
      raisePeak(this.total, this);
    }
    if (this.otherSums !== undefined) for (const sum of this.otherSums) raisePeak(sum, this);
  }

  private add(bytes: number, chunks: number): void {
    this.bytes += bytes;
    this.label.bytes += bytes;
    this.total.bytes += bytes;
    if (chunks !== 0 || this.otherSums !== undefined) this.addMore(bytes, chunks);
  }

  private addMore(bytes: number, chunks: number): void {
    this.chunks += chunks;
    this.label.chunks += chunks;
    this.total.chunks += chunks;
    if (this.otherSums !== undefined) for (const sum of this.otherSums) addTo(sum, bytes, chunks);
  }

  private passForOthers(bytesIn: number, bytesOut: number): void {
    for (const { label, isBorrowed } of this.others) {
      if (isBorrowed) continue;
      label.flows[this.way].bytesIn += bytesIn;
      label.flows[this.way].bytesOut += bytesOut;
    }
  }

  private regroup(others: readonly Member[]): void {
    settle();
    const sums = sumsOf(others, this.label, this.total);
    moveToSums(this.otherSums ?? [], sums, this);
    this.others = others;
    const labels = [this.label];
    for (const { label, isBorrowed } of others) if (!isBorrowed) labels.push(label);
    this.labels = labels;
    this.otherSums = sums.length === 0 ? undefined : sums;
  }
}
