/**
 * The core of the meter: what one queue buffers, such as one side of a stream, added up by differences. An Atom refers to
 * no stream, so that nothing is kept alive by being counted. Whoever counts a kind of stream makes one for each queue, and
 * calls take() for what came in and is buffered now; takeForNow(), if it counts for a peak only with the next change, and
 * not at all if that is a give() at once: what a sink has taken before write() returns was never buffered; give() for what
 * was delivered; change() for what is buffered without having come in, or, below 0, was lost; and pass() for what was not
 * buffered, or to correct both.
 */
import type { CalledMethod } from '../../protocol.ts';
import { now } from './clock.ts';
import { closeWhenCollected, forget } from './collected.ts';
import type { Flow, Label, Member, Sum, Way } from './label.ts';
import { labelsOf, NO_MEMBERS, passThrough, REST, sumsOf } from './label.ts';
import { addTo, alertLater, alerts, beginAt, recent, recentBytesIn, sendAlerts, settle } from './recent.ts';

/** Peaks are raised already. */
const AT_ONCE = { sync: true };

/** Names are private for the compiler only: `#` names take more bytecode, of which V8 inlines only so much into a write(). */
export class Atom {
  bytes = 0;
  chunks = 0;
  isOpen = true;
  /** Since when it has been full. */
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
  readonly total: Sum;
  private readonly flow: Flow;
  private others: readonly Member[] = NO_MEMBERS;
  /** The labels that count what flows through it. */
  labels: readonly Label[];
  /** All other sums to which a change is added. */
  otherSums: readonly Sum[] | undefined;
  highWaterMarkBytes: number | undefined;
  /** Whether its labels count its highWaterMark. */
  hasHighWaterMark = false;
  countsChunks: boolean;

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
    if (recent.atom !== this) this.becomeRecent();
    else this.raisePeaks();
    this.bytes += bytes;
    this.chunks += chunks;
    this.raisePeaks();
    if (alerts.length > 0) sendAlerts();
  }

  takeForNow(bytes: number, chunks: number): void {
    this.takeBytesForNow(bytes);
    this.chunks += chunks;
    recent.isUnsettled = true;
  }

  /** takeForNow() of a queue that counts no chunks. */
  takeBytesForNow(bytes: number): void {
    if (recent.atom !== this) this.becomeRecent();
    this.bytes += bytes;
    if (this.bytes > recent.peakBytes) recent.isUnsettled = true;
  }

  /** give() of a queue that counts no chunks. `sync` is whether it is at once. */
  giveBytes(bytes: number, state: { readonly sync: boolean }): void {
    if (recent.atom !== this) this.becomeRecent();
    else if (this.bytes > recent.peakBytes && state.sync !== true) this.raisePeaks();
    recent.bytesOut += bytes;
    this.bytes -= bytes;
  }

  give(bytes: number, chunks: number, isAtOnce = false): void {
    if (recent.atom === this && !isAtOnce) this.raisePeaks();
    this.giveBytes(bytes, AT_ONCE);
    this.chunks -= chunks;
  }

  change(bytes: number, chunks: number): void {
    if (recent.atom !== this) this.becomeRecent();
    recent.bytesNotIn += bytes;
    this.take(bytes, chunks);
  }

  pass(bytesIn: number, bytesOut: number): void {
    if (recent.atom !== this) this.becomeRecent();
    recent.bytesNotIn += bytesOut - bytesIn;
    recent.bytesOut += bytesOut;
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
    for (const label of this.labels) label.countAfterFalse(method, below, this);
  }

  /** From now on: `chunks` are buffered already. */
  countChunks(chunks: number): void {
    if (this.countsChunks) return;
    this.countsChunks = true;
    for (const label of this.labels) label.countsChunks = true;
    this.change(0, chunks);
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
    if (this.bytes > recent.peakBytes) recent.peakBytes = this.bytes;
    else if (this.chunks <= recent.peakChunks) return;
    if (this.chunks > recent.peakChunks) recent.peakChunks = this.chunks;
    if (recent.peakBytes >= recent.isSummedFromBytes) settle();
  }

  isCountedIn(sum: Sum): boolean {
    return sum === this.label || sum === this.total || this.otherSums?.includes(sum) === true;
  }

  /** Adds what has happened to it since it became the recent one. beginAt() is to be called next. */
  sumUp(): void {
    this.raisePeaks();
    if (this.otherSums !== undefined || this.countsChunks) {
      this.sumUpAll();
      return;
    }
    const { label, total } = this;
    const bytes = this.bytes - recent.bytesBefore;
    this.flow.bytesIn += recentBytesIn();
    const maxBytes = label.bytes + recent.peakBytes - recent.bytesBefore;
    const maxOfTotal = total.bytes + recent.peakBytes - recent.bytesBefore;
    this.flow.bytesOut += recent.bytesOut;
    if (maxOfTotal > total.peakBytes) total.peakBytes = maxOfTotal;
    // Nothing is called in between: unsummedBytes() may be asked for at any call.
    label.bytes += bytes;
    total.bytes += bytes;
    recent.bytesBefore = this.bytes;
    if (maxBytes <= label.peakBytes) return;
    label.peakBytes = maxBytes;
    if (label.bytes >= label.alertAtBytes) alertLater(label, this);
  }

  private sumUpAll(): void {
    const { bytesOut, bytesBefore, chunksBefore, peakBytes, peakChunks } = recent;
    const bytesIn = recentBytesIn();
    const [bytes, chunks] = [this.bytes - bytesBefore, this.chunks - chunksBefore];
    beginAt(this);
    passThrough([this, ...this.others], this.way, bytesIn, bytesOut);
    for (const sum of [this.label, this.total, ...(this.otherSums ?? [])])
      addTo(sum, this, bytes, chunks, peakBytes - bytesBefore, peakChunks - chunksBefore);
  }

  private becomeRecent(): void {
    recent.atom?.sumUp();
    recent.atom = this;
    beginAt(this);
  }

  private regroup(others: readonly Member[]): void {
    settle();
    const sums = sumsOf(others, this.label, this.total);
    const { bytes, chunks, otherSums: before = [] } = this;
    for (const sum of before) if (!sums.includes(sum)) sum.change(-bytes, -chunks);
    for (const sum of sums) if (!before.includes(sum)) addTo(sum, this, bytes, chunks, bytes, chunks);
    this.others = others;
    this.labels = labelsOf(this.label, others);
    this.otherSums = sums.length === 0 ? undefined : sums;
    if (recent.atom === this) beginAt(this);
  }
}
