/** What happens from when streams become full until all of them have drained. */
import type { Atom } from '../../meter/sums/atom.ts';
import { now } from '../../meter/sums/clock.ts';
import type { FillSnapshot, GrowthPoint } from '../snapshot.ts';
import { Thinned } from './thinned.ts';
import { OwnMap, OwnSet } from './unseen/unseen.ts';

const MAX_POINTS = 64;
/** Often enough that a thread that never yields is seen to be alive. */
const MAX_CALLS_BETWEEN_LOOKS = 4096;
/** Most programs fill a stream again and again, and then wait: that is not looked at every time. */
const FIRST_LOOK = 8;

// The program may replace them.
const { getBuiltinModule } = process;
const { floor, random } = Math;

interface NodeTiming {
  readonly uvMetricsInfo?: { readonly loopCount: number };
}

/** Read when it is first needed: to load it takes a millisecond. */
let nodeTiming: NodeTiming | undefined;

/** Counts the turns of the event loop. */
export function countTurns(): number {
  // Not there yet where the debugger stops a thread that is loading this very module.
  const { performance } = getBuiltinModule('perf_hooks') as Partial<typeof import('node:perf_hooks')>;
  nodeTiming ??= performance?.nodeTiming as NodeTiming | undefined;
  return nodeTiming?.uvMetricsInfo?.loopCount ?? floor(now());
}

interface Emitter {
  readonly _events?: { readonly drain?: unknown };
}

export class Fill {
  peakBytes = 0;
  peakChunks = 0;
  afterFalse = 0;
  /** The call after false that is looked at next. */
  #nextLook: number;
  #streams = 0;
  #turns = 1;
  #lastTurn = -1;
  /** When each of those that are full was last looked at. */
  readonly #turnOf = new OwnMap<Atom, number>();
  #looks = 0;
  #looksWhileAwaited = 0;
  #ended = 0;
  #endedAwaited = 0;
  readonly #full = new OwnSet<Atom>();
  readonly #points = new Thinned<GrowthPoint>(MAX_POINTS, (_earlier, later) => later);

  constructor(isFirst: boolean) {
    this.#nextLook = isFirst ? 0 : FIRST_LOOK;
  }

  get isLookDue(): boolean {
    return this.afterFalse >= this.#nextLook;
  }

  get isFull(): boolean {
    return this.#full.size > 0;
  }

  begin(atom: Atom): void {
    this.#full.add(atom);
    if (this.#full.size > this.#streams) this.#streams = this.#full.size;
  }

  /** It has drained, or is closed. */
  end(atom: Atom): void {
    if (!this.#full.delete(atom)) return;
    this.#turnOf.delete(atom);
    this.#ended += 1;
    if (isAwaited(atom)) this.#endedAwaited += 1;
  }

  look(atom: Atom, point: GrowthPoint): void {
    const pause = Math.floor(random() * (this.afterFalse / 2 + 1));
    this.#nextLook = this.afterFalse + 1 + Math.min(MAX_CALLS_BETWEEN_LOOKS, pause);
    this.#noteTurn(atom, countTurns());
    this.#looks += 1;
    if (isAwaited(atom)) this.#looksWhileAwaited += 1;
    this.#points.add(point);
  }

  /** That each of many streams is filled in a turn of its own is not coming back. */
  #noteTurn(atom: Atom, turn: number): void {
    const before = this.#turnOf.get(atom);
    if (this.#full.has(atom)) this.#turnOf.set(atom, turn);
    if (before === undefined || before === turn || turn === this.#lastTurn) return;
    this.#turns += 1;
    this.#lastTurn = turn;
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
