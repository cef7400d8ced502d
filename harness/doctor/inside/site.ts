/** A line that fills queues, with the sums over all streams that it was seen to fill. */

import { NoCall } from '../../meter/call-site.ts';
import type { Atom } from '../../meter/sums/atom.ts';
import { now } from '../../meter/sums/clock.ts';
import { Label, Sum } from '../../meter/sums/label.ts';
import { settle } from '../../meter/sums/recent.ts';
import type { StackFrame } from '../../protocol.ts';
import type { FillSnapshot, SiteSnapshot } from '../snapshot.ts';
import { Fill } from './fill.ts';
import { mapFrames } from './frames/map-frames.ts';
import type { Origin } from './origins.ts';
import { Thinned } from './thinned.ts';
import { unseen } from './unseen/unseen.ts';

const MAX_PEAKS = 64;
/** How many of its streams are asked whether they were ended. */
const MAX_ATOMS = 64;

/** A stream notes its calls once, by the line that created it. */
const NOTED_BY_ORIGIN = new NoCall();

/** Who called a method. */
export interface CallPath {
  /** None if only Node's own code did. */
  readonly frames: readonly StackFrame[];
  /** Whether no function of Node stands between the innermost frame and the method. */
  readonly isDirect: boolean;
}

export class Site extends Label {
  readonly method: SiteSnapshot['method'];
  readonly path: CallPath;
  readonly origin: Origin;
  afterFalse = 0;
  streams = 0;
  highWaterMarkBytes: number | undefined;
  /** What is buffered since its streams were last all empty. */
  readonly sinceEmpty = new Sum();
  /** Their streams may never be full, and more than those that were looked at. */
  readonly #created: readonly StackFrame[] | undefined;
  readonly #origins = new Set<Origin>();
  readonly #atoms: Atom[] = [];
  #peakOfOrigins = { bytes: 0, chunks: 0 };
  #fullSince = Number.NaN;
  #fill = new Fill(true);
  #largest: FillSnapshot | undefined;
  readonly #filled = new Thinned<number>(MAX_PEAKS, Math.max);

  constructor(method: SiteSnapshot['method'], path: CallPath, origin: Origin) {
    super(NOTED_BY_ORIGIN);
    this.method = method;
    // At once: a test runner forgets its source maps.
    this.path = { ...path, frames: mapFrames(path.frames) };
    this.origin = origin;
    this.#created = origin.frames && mapFrames(origin.frames);
  }

  override startClock(queue: Parameters<Label['startClock']>[0]): void {
    super.startClock(queue);
    if (!this.#fill.isFull) this.#fullSince = now();
    this.#fill.begin(queue as Atom);
  }

  override stopClock(queue: Parameters<Label['stopClock']>[0], atMs: number): void {
    super.stopClock(queue, atMs);
    settle();
    this.#fill.end(queue as Atom);
    if (this.#fill.isFull) return;
    this.#fullSince = Number.NaN;
    this.#filled.add(this.sinceEmpty.peakBytes || this.sinceEmpty.peakChunks);
    this.#largest = this.#largestFill();
    this.#fill = new Fill(false);
    this.sinceEmpty.peakBytes = this.sinceEmpty.bytes;
    this.sinceEmpty.peakChunks = this.sinceEmpty.chunks;
  }

  get isLookDue(): boolean {
    return this.#fill.isLookDue;
  }

  noteAfterFalse(): void {
    this.afterFalse += 1;
    this.#fill.afterFalse += 1;
  }

  noteLook(atom: Atom, origin: Origin | undefined): void {
    this.#join(atom);
    settle();
    if (origin !== undefined) this.#origins.add(origin);
    const [bytes, chunks] = this.#sumOfOrigins();
    this.#peakOfOrigins = {
      bytes: Math.max(this.#peakOfOrigins.bytes, bytes),
      chunks: Math.max(this.#peakOfOrigins.chunks, chunks),
    };
    this.#fill.look(atom, {
      atMs: now(),
      bytesIn: this.#bytesIn(),
      bufferedBytes: this.bytes,
      bufferedChunks: this.chunks,
    });
  }

  /** Nobody is blamed for its streams any more. */
  spend(): void {
    this.origin.spend();
    for (const origin of this.#origins) origin.spend();
  }

  snapshot(): SiteSnapshot {
    const created = this.#created;
    const largest = this.#largestFill();
    const [bytesOfOrigins] = this.#sumOfOrigins();
    return {
      method: this.method,
      frames: this.path.frames,
      isDirect: this.path.isDirect,
      streamClass: this.origin.streamClass,
      ...(created !== undefined && created.length > 0 && { created }),
      streams: this.streams,
      ...(this.highWaterMarkBytes !== undefined && { highWaterMarkBytes: this.highWaterMarkBytes }),
      afterFalse: this.afterFalse,
      drains: this.drains,
      bytesIn: this.#bytesIn(),
      peakBufferedBytes: this.peakBytes,
      peakBufferedChunks: this.peakChunks,
      ofOrigins: { peak: this.#peakOfOrigins, bytes: bytesOfOrigins },
      ...this.origin.traits,
      isMostlyEnded: this.#atoms.filter(({ isEnded }) => isEnded).length * 2 > this.#atoms.length,
      bufferedBytes: this.bytes,
      bufferedChunks: this.chunks,
      fullForMs: Number.isNaN(this.#fullSince) ? 0 : now() - this.#fullSince,
      filled: { times: this.#filled.count, peaks: this.#filled.items },
      ...(largest !== undefined && { largestFill: largest }),
      points: largest?.points ?? [],
    };
  }

  #join(atom: Atom): void {
    if (atom.isCountedBy(this)) return;
    (atom.whole ?? atom).join({ label: this, total: this.sinceEmpty });
    this.streams += 1;
    this.highWaterMarkBytes = atom.highWaterMarkBytes;
    if (this.#atoms.length < MAX_ATOMS) this.#atoms.push(atom);
  }

  #largestFill(): FillSnapshot | undefined {
    this.#fill.peakBytes = this.sinceEmpty.peakBytes;
    this.#fill.peakChunks = this.sinceEmpty.peakChunks;
    const largest = this.#largest;
    const isLarger =
      largest === undefined ||
      this.#fill.peakBytes > largest.peakBytes ||
      (this.#fill.peakBytes === largest.peakBytes && this.#fill.peakChunks > largest.peakChunks);
    const fill = isLarger ? unseen(() => this.#fill.snapshot(this.#bytesIn())) : undefined;
    return fill ?? largest;
  }

  #sumOfOrigins(): [number, number] {
    let [bytes, chunks] = [0, 0];
    for (const origin of this.#origins) {
      bytes += origin.bytes;
      chunks += origin.chunks;
    }
    return [bytes, chunks];
  }

  /** Without the clocks of counters(). */
  #bytesIn(): number {
    const { written, pushed, entered, left, received } = this.flows;
    return written.bytesIn + pushed.bytesIn + entered.bytesIn + left.bytesIn + received.bytesIn;
  }
}
