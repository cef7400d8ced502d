/** The runs that were made, by the value of the parameter. */
import { quantile, sortNumbers } from '../stats/quantile.ts';
import { sum } from '../stats/sum.ts';
import { compareRounds, type Rounds } from './relative.ts';
import type { MeasuredTrial, RelativeThroughput, Trial } from './tuning.ts';

/** Makes a run at a value. Undefined once the user interrupts. */
export type Measure = (value: number, round: number) => Promise<Trial | undefined>;

/** The quantile of throughput that a run reaches with nothing else on the machine. */
const UNDISTURBED = 0.75;

interface Made {
  readonly trials: MeasuredTrial[];
  /** Those of the interleaved rounds. The first looks are not: they were made one after another. */
  readonly rounds: Map<number, number>;
  failure?: string;
}

export class Trials {
  readonly #measure: Measure;
  readonly #records = new Map<number, Made>();
  isInterrupted = false;

  constructor(measure: Measure) {
    this.#measure = measure;
  }

  get values(): number[] {
    return [...this.#records.keys()].sort((one, other) => one - other);
  }

  /** Those that were measured, and did not fail. */
  get measured(): number[] {
    return this.values.filter((value) => this.failureOf(value) === undefined && this.of(value).length > 0);
  }

  /** A run of round 0 is a first look, and is compared with nothing. A value that failed is not measured again. */
  async make(value: number, round = 0): Promise<void> {
    if (this.isInterrupted || this.failureOf(value) !== undefined) return;
    const trial = await this.#measure(value, round);
    if (trial === undefined) {
      this.isInterrupted = true;
      return;
    }
    this.add(value, trial, round);
  }

  /** A run that was made before. */
  add(value: number, trial: Trial, round = 0): void {
    const record: Made = this.#records.get(value) ?? { trials: [], rounds: new Map() };
    this.#records.set(value, record);
    if (trial.state === 'failed') record.failure = trial.reason;
    else {
      record.trials.push(trial);
      if (round > 0) record.rounds.set(round, trial.throughput);
    }
  }

  of(value: number): readonly MeasuredTrial[] {
    return this.#records.get(value)?.trials ?? [];
  }

  failureOf(value: number): string | undefined {
    return this.#records.get(value)?.failure;
  }

  /**
   * The upper quartile of the rounds; before there are any, the best look: what disturbs a run only makes it slower.
   */
  throughputOf(value: number): number {
    const rounds = [...this.#roundsOf(value).values()];
    if (rounds.length > 0) return quantile(sortNumbers(rounds), UNDISTURBED);
    return Math.max(0, ...this.of(value).map(({ throughput }) => throughput));
  }

  /** How long a round of these values takes. */
  estimateMs(values: readonly number[]): number {
    return sum(values.map((value) => this.of(value).at(-1)?.wallMs ?? 0));
  }

  /** The most that any run buffered; undefined if nothing is counted. */
  peakOf(value: number): number | undefined {
    const peaks = this.of(value).flatMap(({ peakBufferedBytes = [] }) => peakBufferedBytes);
    return peaks.length === 0 ? undefined : Math.max(...peaks);
  }

  /** The rounds that two values have in common; undefined without any. */
  compare(value: number, reference: number): RelativeThroughput | undefined {
    return compareRounds(this.#roundsOf(value), this.#roundsOf(reference));
  }

  fastestOf(values: readonly number[]): number | undefined {
    return values.reduce<number | undefined>(
      (best, value) =>
        best === undefined || this.throughputOf(value) > this.throughputOf(best) ? value : best,
      undefined,
    );
  }

  /** Cheaper first: what buffers less, and of what buffers the same the smaller value. */
  byCost = (one: number, other: number): number =>
    (this.peakOf(one) ?? 0) - (this.peakOf(other) ?? 0) || one - other;

  #roundsOf(value: number): Rounds {
    return this.#records.get(value)?.rounds ?? new Map();
  }
}
