/** Interleaved rounds, one run of each value that is left, until the cheapest that is fast enough is known. */
import { shuffle } from '../plan/random.ts';
import { isAtMargin, type Judgement, judgeRelative, mayBeFaster } from './relative.ts';
import type { Trials } from './trials.ts';

export interface Racing {
  readonly within: number;
  /** Whether there is time for another round of these values. */
  readonly hasTimeFor: (values: readonly number[]) => boolean;
  /** Whether time is over: then even too few rounds are enough. */
  readonly isOver: () => boolean;
  readonly random: () => number;
}

/** Any fewer would decide nothing. */
const MIN_ROUNDS = 3;
const MAX_ROUNDS = 60;
/** After which rounds something may be fast enough: looking after each would find it by chance sooner or later. */
const EXAMINED: ReadonlySet<number> = new Set([5, 7, 10, 14, 20, 28, 40]);

export class Race {
  readonly #trials: Trials;
  readonly #racing: Racing;
  /** The values that were dropped as too slow. */
  readonly tooSlow = new Set<number>();
  /** Whether the last rounds ended because everything was known, and not because time was over. */
  isSettled = false;
  #round = 0;

  constructor(trials: Trials, racing: Racing) {
    this.#trials = trials;
    this.#racing = racing;
  }

  judge(value: number, best: number): Judgement {
    if (this.tooSlow.has(value)) return 'too-slow';
    if (value === best) return 'fast-enough';
    return judgeRelative(this.#trials.compare(value, best), this.#racing.within);
  }

  /** Returns the fastest of them. `reference` is in every round, whether it is needed or not. */
  async run(values: readonly number[], reference?: number): Promise<number | undefined> {
    const first = this.#round;
    let left = values;
    for (;;) {
      const entered = reference === undefined || left.includes(reference) ? left : [...left, reference];
      await this.#makeRound(entered);
      left = left.filter((value) => this.#trials.failureOf(value) === undefined);
      const best = reference ?? this.#trials.fastestOf(left);
      if (best === undefined || this.#trials.isInterrupted) return best;
      const made = this.#round - first;
      const isLast = made >= MAX_ROUNDS || this.#mustEnd(made, entered);
      left = this.#dropSlow(left, best);
      if (!isLast && !EXAMINED.has(made)) continue;
      left = this.#keep(left, best);
      this.isSettled = !this.#isOpen(left, best);
      if (this.isSettled || isLast) return best;
    }
  }

  #mustEnd(made: number, entered: readonly number[]): boolean {
    const { hasTimeFor, isOver } = this.#racing;
    return isOver() || (made >= MIN_ROUNDS && !hasTimeFor(entered));
  }

  async #makeRound(values: readonly number[]): Promise<void> {
    this.#round += 1;
    for (const value of shuffle(values, this.#racing.random)) await this.#trials.make(value, this.#round);
  }

  #dropSlow(values: readonly number[], best: number): number[] {
    for (const value of values) if (this.judge(value, best) === 'too-slow') this.tooSlow.add(value);
    return values.filter((value) => !this.tooSlow.has(value));
  }

  /** Without those that cost more than one that is fast enough. */
  #keep(values: readonly number[], best: number): number[] {
    const left = [...values].sort(this.#trials.byCost);
    const enough = left.findIndex((value) => value !== best && this.judge(value, best) === 'fast-enough');
    return enough === -1 ? left : left.filter((value, index) => index <= enough || value === best);
  }

  /** Whether more rounds may change the answer: for a cheaper value to be fast enough, or for another to be faster. */
  #isOpen(left: readonly number[], best: number): boolean {
    const { within } = this.#racing;
    const hasEnough = left.some((value) => value !== best && this.judge(value, best) === 'fast-enough');
    return left.some((value) => {
      if (value === best) return false;
      const relative = this.#trials.compare(value, best);
      if (relative === undefined || isAtMargin(relative, within)) return relative === undefined;
      if (this.#trials.byCost(value, best) < 0) return this.judge(value, best) === 'undecided';
      return !hasEnough && mayBeFaster(relative, within);
    });
  }
}
