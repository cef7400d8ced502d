/** The recipe for the cases of one scenario: the runs that were requested, then growth, then judge. */

import { planRuns, type RunCounts, type Subject } from '../plan/plan-runs.ts';
import type { CaseResult, Growth } from '../result.ts';
import type { FinishedRuns } from './finished-runs.ts';
import { judgeSubject } from './judge-subject.ts';
import { type GrowthMeasuring, measureGrowth } from './measure-growth.ts';

export interface Measuring extends GrowthMeasuring {
  readonly counts: RunCounts;
  readonly runs: FinishedRuns;
}

/** The results of all subjects that have at least one run, in the order of the subjects. */
export async function measureScenario(
  subjects: readonly Subject[],
  { runs, counts, ...measuring }: Measuring,
): Promise<Map<Subject, CaseResult>> {
  await runs.make(planRuns(subjects, counts, measuring.random));
  const growth = new Map<Subject, Growth>();
  for (const subject of subjects) {
    const runAll = runs.make.bind(runs);
    const judged = await measureGrowth(subject, () => runs.resultsOf(subject), runAll, measuring);
    if (judged !== undefined) growth.set(subject, judged);
  }
  // After an interruption nobody can say that growth was not as expected.
  const growthRequested = measuring.growth && !runs.isInterrupted;
  const begun = subjects.filter((subject) => runs.of(subject).length > 0);
  return new Map(
    begun.map((subject) => [
      subject,
      judgeSubject(subject, runs.of(subject), growth.get(subject), growthRequested),
    ]),
  );
}
