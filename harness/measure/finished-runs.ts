import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import type { RunResult } from '../result.ts';
import type { FinishedRun } from '../runner/make-runner.ts';

/** Makes a run, or returns the one that an interrupted invocation finished. Undefined once the user interrupts. */
export type RunOne = (planned: PlannedRun) => Promise<FinishedRun | undefined>;

/** Makes one run after another until the user interrupts, and collects their results by subject. */
export class FinishedRuns {
  readonly #runOne: RunOne;
  readonly #finished = new Map<Subject, FinishedRun[]>();
  #isInterrupted = false;

  constructor(runOne: RunOne) {
    this.#runOne = runOne;
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
    }
  }
}
