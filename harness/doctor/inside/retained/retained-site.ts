/** A line that allocates or receives Buffers. */
import type { StackFrame } from '../../../protocol.ts';
import type { RetainedPeriod, RetainedPoint, RetainedSnapshot } from '../../snapshot.ts';
import { Thinned } from '../thinned.ts';
import { WORTH_BYTES } from './readings.ts';
import type { Sample, SampledAt } from './sample.ts';

const MAX_PERIODS = 48;

interface Period extends Omit<RetainedPeriod, 'liveBytes' | 'live' | 'bytes'> {
  bytes: number;
}

export class RetainedSite {
  readonly #called: string;
  readonly #frames: readonly StackFrame[];
  /** What was allocated, in turn. */
  readonly #periods = new Thinned<Period>(MAX_PERIODS, (earlier, later) => ({
    fromMs: earlier.fromMs,
    toMs: later.toMs,
    fromTurn: earlier.fromTurn,
    toTurn: later.toTurn,
    bytes: earlier.bytes + later.bytes,
  }));
  /** What was retained, after one collection and another. */
  readonly #retained = new Thinned<RetainedPoint>(MAX_PERIODS, (_earlier, later) => later);
  #lastCollectionMs = 0;
  /** What it was before the end of the program. */
  #before: { readonly snapshot: RetainedSnapshot; readonly live: readonly LiveSample[] } | undefined;
  #turns = 0;
  #lastTurn = -1;

  constructor(called: string, frames: readonly StackFrame[]) {
    this.#called = called;
    this.#frames = frames;
  }

  note(sample: Sample<RetainedSite>): void {
    const { atMs, turn } = sample.at;
    this.#periods.add({ fromMs: atMs, toMs: atMs, fromTurn: turn, toTurn: turn, bytes: sample.weightBytes });
    if (turn !== this.#lastTurn) this.#turns += 1;
    this.#lastTurn = turn;
  }

  /** One that was noted stands for so many bytes more, or fewer. */
  reweigh({ atMs }: SampledAt, bytes: number): void {
    const period = this.#periods.items.find(({ toMs }) => atMs <= toMs);
    if (period !== undefined) period.bytes += bytes;
  }

  /** To be called before the collection at the end. */
  lookBeforeEnd(live: readonly LiveSample[], at: SnapshotAt): void {
    this.#before = live.length === 0 ? undefined : { snapshot: this.snapshot(live, at), live };
  }

  /**
   * What was retained until the end, if that has let most of it go, and so much that the rest is not worth a word:
   * `endMs` is when the program ended. A collection that took long has left what was dropped meanwhile.
   */
  releasedAtEnd(now: RetainedSnapshot | undefined, endMs: number): RetainedSnapshot | undefined {
    const before = this.#before;
    if (before === undefined || (now?.bytes ?? 0) > Math.min(before.snapshot.bytes / 2, WORTH_BYTES))
      return undefined;
    // By a part of it, which another line has cut.
    const isRetained = before.live.filter(({ sample }) => sample.isAlive).length * 2 > before.live.length;
    return isRetained
      ? undefined
      : { ...before.snapshot, released: { endMs, lastMs: this.#periods.items.at(-1)?.toMs ?? endMs } };
  }

  /** `factor`: for each of `live`, so many are retained. */
  snapshot(live: readonly LiveSample[], at: SnapshotAt): RetainedSnapshot {
    const periods = this.#periods.items.map((period) => ({ ...period, live: 0, liveBytes: 0 }));
    let [bytes, variance, parentBytes, viewBytes] = [0, 0, 0, 0];
    for (const { sample, bytes: viewed, factor } of live) {
      const weight = sample.weightBytes * factor;
      bytes += weight;
      variance += weight * weight * (1 - sample.probability / factor);
      parentBytes += sample.bytes;
      viewBytes += viewed;
      const period = periods.find(({ toMs }) => sample.at.atMs <= toMs) ?? periods.at(-1);
      if (period === undefined) continue;
      period.live += 1;
      period.liveBytes += weight;
    }
    if (at.ms > this.#lastCollectionMs) this.#retained.add({ atMs: at.ms, bytes: Math.round(bytes) });
    this.#lastCollectionMs = at.ms;
    return {
      called: this.#called,
      frames: this.#frames,
      samples: live.length,
      bytes: Math.round(bytes),
      errorBytes: Math.round(DEVIATIONS * Math.sqrt(variance)),
      turns: this.#turns,
      each: {
        parentBytes: Math.round(parentBytes / live.length),
        viewBytes: Math.round(viewBytes / live.length),
      },
      periods,
      points: this.#retained.items,
      atMs: at.ms,
      atTurn: at.turn,
    };
  }
}

/** In 95 of 100 cases it is not more. */
const DEVIATIONS = 2;

export interface SnapshotAt {
  readonly ms: number;
  readonly turn: number;
}

export interface LiveSample {
  readonly sample: Sample<RetainedSite>;
  /** Of the view that retains it. */
  readonly bytes: number;
  /** For each such sample, so many are retained: of a pool the one that retains it is not always known. */
  readonly factor: number;
}
