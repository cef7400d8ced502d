/** The recipe for the cases of one scenario: measure and profile, then growth, then judge. */

import type { CaseResult, Growth, RunResult } from '../result.ts';
import type { FinishedRun } from '../run/make-runner.ts';
import { type PlannedRun, planRuns, type RunCounts, type Subject } from '../run/plan-runs.ts';
import { judgeSubject } from './judge-subject.ts';
import { type GrowthMeasuring, measureGrowth } from './measure-growth.ts';

export interface Measuring extends GrowthMeasuring {
  readonly counts: RunCounts;
  /** Makes a run, or tells what it was when an interrupted invocation made it. Undefined once the user interrupts. */
  readonly runOne: (planned: PlannedRun) => Promise<FinishedRun | undefined>;
}

/** The results of all subjects that have at least one run, in the order of the subjects. */
export async function measureScenario(
  subjects: readonly Subject[],
  measuring: Measuring,
): Promise<CaseResult[]> {
  const finished = new Map<Subject, FinishedRun[]>(subjects.map((subject) => [subject, []]));
  let isInterrupted = false;
  const runAll = async (planned: readonly PlannedRun[]): Promise<void> => {
    for (const one of planned) {
      const run = await measuring.runOne(one);
      if (run === undefined) {
        isInterrupted = true;
        return;
      }
      finished.get(one.subject)?.push(run);
    }
  };
  await runAll(planRuns(subjects, measuring.counts, measuring.random));
  const growth = new Map<Subject, Growth>();
  for (const subject of subjects) {
    const judged = await measureGrowth(subject, () => resultsOf(finished, subject), runAll, measuring);
    if (judged !== undefined) growth.set(subject, judged);
  }
  // Of what was interrupted nobody can say that its growth was not as expected.
  const growthWasAsked = measuring.growth && !isInterrupted;
  return subjects
    .filter((subject) => resultsOf(finished, subject).length > 0)
    .map((subject) =>
      judgeSubject(subject, finished.get(subject) ?? [], growth.get(subject), growthWasAsked),
    );
}

const resultsOf = (finished: ReadonlyMap<Subject, readonly FinishedRun[]>, subject: Subject): RunResult[] =>
  (finished.get(subject) ?? []).map(({ result }) => result);
