/** A line that fills queues, with the sums over all streams that it was seen to fill. */
import { Label, Sum } from '../../meter/label.ts';
import type { StackFrame } from '../../protocol.ts';
import type { GrowthPoint, SiteSnapshot } from '../snapshot.ts';
import type { Origin } from './origins.ts';
import { Thinned } from './thinned.ts';

const STEP = 1.25;
const MAX_POINTS = 64;

export class Site extends Label {
  readonly method: SiteSnapshot['method'];
  readonly frames: readonly StackFrame[];
  readonly origin: Origin;
  afterFalse = 0;
  streams = 0;
  highWaterMarkBytes: number | undefined;
  /** What is buffered since its streams were last all empty. */
  readonly sinceEmpty = new Sum();
  /** With all others of the same origin: the backlog of many streams that are never full. */
  #peakOfOrigin = { bytes: 0, chunks: 0 };
  #full = 0;
  #fullSince = Number.NaN;
  readonly #filled = new Thinned<number>(MAX_POINTS, Math.max);
  readonly #points = new Thinned<GrowthPoint>(MAX_POINTS, (_earlier, later) => later);
  readonly #onGrowth: () => void;

  constructor(
    method: SiteSnapshot['method'],
    frames: readonly StackFrame[],
    origin: Origin,
    onGrowth: () => void,
  ) {
    super();
    this.method = method;
    this.frames = frames;
    this.origin = origin;
    this.#onGrowth = onGrowth;
    this.alertAtBytes = 0;
  }

  override alert(): void {
    this.alertAtBytes = this.bytes * STEP;
    this.alertAtChunks = this.chunks * STEP;
    this.addPoint();
    this.#onGrowth();
  }

  override startClock(queue: Parameters<Label['startClock']>[0]): void {
    super.startClock(queue);
    if (this.#full === 0) this.#fullSince = performance.now();
    this.#full += 1;
  }

  override stopClock(queue: Parameters<Label['stopClock']>[0], now: number): void {
    super.stopClock(queue, now);
    this.#full -= 1;
    if (this.#full > 0) return;
    this.#fullSince = Number.NaN;
    this.#filled.add(this.sinceEmpty.peakBytes || this.sinceEmpty.peakChunks);
    this.sinceEmpty.peakBytes = this.sinceEmpty.bytes;
    this.sinceEmpty.peakChunks = this.sinceEmpty.chunks;
  }

  addPoint(): void {
    const { bytes, chunks } = this.origin;
    this.#peakOfOrigin = {
      bytes: Math.max(this.#peakOfOrigin.bytes, bytes),
      chunks: Math.max(this.#peakOfOrigin.chunks, chunks),
    };
    this.#points.add({
      atMs: performance.now(),
      bytesIn: this.counters().bytesIn,
      bufferedBytes: this.bytes,
      bufferedChunks: this.chunks,
    });
  }

  snapshot(): SiteSnapshot {
    const created = this.origin.frames;
    return {
      method: this.method,
      frames: this.frames,
      streamClass: this.origin.streamClass,
      ...(created !== undefined && created.length > 0 && { created }),
      streams: this.streams,
      ...(this.highWaterMarkBytes !== undefined && { highWaterMarkBytes: this.highWaterMarkBytes }),
      afterFalse: this.afterFalse,
      drains: this.drains,
      bytesIn: this.counters().bytesIn,
      peakBufferedBytes: Math.max(this.peakBytes, this.#peakOfOrigin.bytes),
      peakBufferedChunks: Math.max(this.peakChunks, this.#peakOfOrigin.chunks),
      bufferedBytes: this.bytes,
      bufferedChunks: this.chunks,
      fullForMs: Number.isNaN(this.#fullSince) ? 0 : performance.now() - this.#fullSince,
      filled: { times: this.#filled.count, peaks: this.#filled.items },
      points: this.#points.items,
    };
  }
}
