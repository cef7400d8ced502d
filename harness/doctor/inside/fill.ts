/** What happens from when streams become full until all of them have drained. */
import { performance } from 'node:perf_hooks';
import type { Atom } from '../../meter/atom.ts';
import type { FillSnapshot, GrowthPoint } from '../snapshot.ts';
import { Thinned } from './thinned.ts';

const MAX_POINTS = 64;

// The program may replace it.
const { nodeTiming } = performance;

/** Counts the turns of the event loop. */
const countTurns = (): number =>
  (nodeTiming as { readonly uvMetricsInfo?: { readonly loopCount: number } }).uvMetricsInfo?.loopCount ??
  Math.floor(performance.now());

interface Emitter {
  readonly _events?: { readonly drain?: unknown };
}

export class Fill {
  peakBytes = 0;
  peakChunks = 0;
  afterFalse = 0;
  #streams = 0;
  #turns = 0;
  #lastTurn = -1;
  #looks = 0;
  #looksWhileAwaited = 0;
  #ended = 0;
  #endedAwaited = 0;
  readonly #full = new Set<Atom>();
  readonly #points = new Thinned<GrowthPoint>(MAX_POINTS, (_earlier, later) => later);

  get isFull(): boolean {
    return this.#full.size > 0;
  }

  begin(atom: Atom): void {
    this.#full.add(atom);
    this.#streams += 1;
  }

  /** It has drained, or is closed. */
  end(atom: Atom): void {
    if (!this.#full.delete(atom)) return;
    this.#ended += 1;
    if (isAwaited(atom)) this.#endedAwaited += 1;
  }

  look(atom: Atom, point: GrowthPoint): void {
    const turn = countTurns();
    if (turn !== this.#lastTurn) this.#turns += 1;
    this.#lastTurn = turn;
    this.#looks += 1;
    if (isAwaited(atom)) this.#looksWhileAwaited += 1;
    this.#points.add(point);
  }

  snapshot(bytesIn: number): FillSnapshot {
    const awaited = [...this.#full].filter(isAwaited).length;
    const streams = this.#ended + this.#full.size;
    return {
      peakBytes: this.peakBytes,
      peakChunks: this.peakChunks,
      afterFalse: this.afterFalse,
      streams: this.#streams,
      turns: this.#turns,
      isDrainAwaited: streams > 0 && this.#endedAwaited + awaited === streams,
      wasWrittenWhileAwaited: this.#looksWhileAwaited * 2 > this.#looks,
      bytesInAtEnd: bytesIn,
      points: this.#points.items,
    };
  }
}

/** Without a call of anything that is the program's. */
const isAwaited = (atom: Atom): boolean => (atom.owner?.deref() as Emitter)?._events?.drain !== undefined;
