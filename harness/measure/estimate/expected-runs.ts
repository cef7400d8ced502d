/** The runs that are still expected, by subject: how many, and how long they will take. Pure. */
import type { Subject } from '../../plan/plan-runs.ts';
import type { ExpectedRun, RunCosts } from './run-costs.ts';

/** Several that are alike. */
export interface Expected extends ExpectedRun {
  readonly count: number;
}

export class ExpectedRuns {
  readonly #bySubject = new Map<Subject, ExpectedRun[]>();
  #forecast: readonly Expected[] = [];
  #count = 0;

  /** Those that are planned or certain. */
  get count(): number {
    return this.#count;
  }

  add(run: ExpectedRun): void {
    const own = this.#bySubject.get(run.subject);
    if (own === undefined) this.#bySubject.set(run.subject, [run]);
    else own.push(run);
    this.#count += 1;
  }

  /** One of the same kind and volume; if none was expected, the oldest, in the order in which runs are planned. */
  take(run: ExpectedRun): void {
    const own = this.#bySubject.get(run.subject) ?? [];
    const same = own.findIndex(({ kind, share }) => kind === run.kind && share === run.share);
    const ofKind = own.findIndex(({ kind }) => kind === run.kind);
    const index = same >= 0 ? same : Math.max(0, ofKind);
    this.#count -= own.splice(index, 1).length;
  }

  drop(subject: Subject): void {
    this.#count -= this.#bySubject.get(subject)?.length ?? 0;
    this.#bySubject.delete(subject);
  }

  /** Runs that will probably be needed, instead of those of the last forecast. */
  forecast(expected: readonly Expected[]): void {
    this.#forecast = expected;
  }

  /** Undefined before any run has shown what one takes. */
  predictMs(costs: RunCosts): number | undefined {
    let totalMs = 0;
    for (const one of this.#list()) {
      const eachMs = costs.predictMs(one);
      if (eachMs === undefined) return undefined;
      totalMs += one.count * eachMs;
    }
    return totalMs;
  }

  /** Alike ones together, as each prediction takes time. */
  *#list(): Generator<Expected> {
    yield* this.#forecast;
    for (const [subject, runs] of this.#bySubject) {
      const counts = new Map<string, Expected>();
      for (const { kind, share } of runs) {
        const key = `${kind} ${share}`;
        counts.set(key, { subject, kind, share, count: (counts.get(key)?.count ?? 0) + 1 });
      }
      yield* counts.values();
    }
  }
}
