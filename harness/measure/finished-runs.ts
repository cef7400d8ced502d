import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import type { RunResult } from '../result.ts';
import type { FinishedRun } from '../runner/make-runner.ts';

/** Makes a run, or returns the one that an interrupted invocation finished. Undefined once the user interrupts. */
export type RunOne = (planned: PlannedRun) => Promise<FinishedRun | undefined>;

/** Makes one run after another until the user interrupts, and collects their results by subject. */
export class FinishedRuns {
  readonly #runOne: RunOne;
  readonly #onRun: () => unknown;
  readonly #finished = new Map<Subject, FinishedRun[]>();
  #isInterrupted = false;

  /** `onRun` is called after each run, and none is made until what it returns is settled. */
  constructor(runOne: RunOne, onRun: () => unknown = () => {}) {
    this.#runOne = runOne;
    this.#onRun = onRun;
  }

  get isInterrupted(): boolean {
    return this.#isInterrupted;
  }

  of(subject: Subject): readonly FinishedRun[] {
    return this.#finished.get(subject) ?? [];
  }

  resultsOf(subject: Subject): RunResult[] {
    return this.of(subject).map(({ result }) => result);
  }

  async make(planned: readonly PlannedRun[]): Promise<void> {
    for (const one of planned) {
      const run = this.#isInterrupted ? undefined : await this.#runOne(one);
      if (run === undefined) {
        this.#isInterrupted = true;
        return;
      }
      const finished = this.#finished.get(one.subject);
      if (finished === undefined) this.#finished.set(one.subject, [run]);
      else finished.push(run);
      await this.#onRun();
    }
  }
}
