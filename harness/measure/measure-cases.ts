/** The recipe for cases that are measured by themselves, scenario by scenario. */
import type { ScenarioIdentity } from '../case-key.ts';
import { identifyScenario } from '../catalogue/scenario-file.ts';
import type { RunOptions } from '../command-line/run.ts';
import {
  countRuns,
  type PlannedRun,
  planFreshRuns,
  planRuns,
  type RunCounts,
  type Subject,
} from '../plan/plan-runs.ts';
import { makeRandom, shuffle } from '../plan/random.ts';
import type { CaseResult, Growth } from '../result.ts';
import { FinishedRuns, type RunOne } from './finished-runs.ts';
import { judgeSubject } from './judge-subject.ts';
import { type GrowthMeasuring, type GrowthSizes, measureGrowth } from './measure-growth.ts';

export interface CaseMeasuring {
  readonly options: Pick<
    RunOptions,
    'measureRuns' | 'profileRuns' | 'stableRuns' | 'growth' | keyof GrowthSizes
  >;
  readonly seed: number;
  readonly runOne: RunOne;
  /** Called with runs that turned out to be needed. */
  readonly onMore: (planned: readonly PlannedRun[]) => void;
  /** Called with the results of each scenario, as soon as they are known; `all` are the scenarios of the invocation. */
  readonly onScenario?: (results: readonly CaseResult[], all: readonly ScenarioIdentity[]) => void;
  /** Called with the subjects of each scenario once it needs no more runs, or the user interrupted. */
  readonly onDone: (subjects: readonly Subject[]) => void;
  /** Called between two runs, with a function that judges what there is until then. */
  readonly onRun?: (listSoFar: () => CaseResult[]) => unknown;
  /** For each result, whether its stable runs detected a difference that fresh ones have to confirm. */
  readonly findUnconfirmed?: (results: readonly CaseResult[]) => readonly boolean[];
}

/** The results of all subjects that have at least one run, in the order of the subjects. */
export async function measureCases(
  subjects: readonly Subject[],
  measuring: CaseMeasuring,
): Promise<CaseResult[]> {
  const { options, onScenario, onDone, onRun, findUnconfirmed } = measuring;
  const results = new Map<Subject, CaseResult>();
  const runs: FinishedRuns = new FinishedRuns(measuring.runOne, () =>
    onRun?.(() => listSoFar(subjects, results, runs)),
  );
  for (const group of groupByScenario(subjects)) {
    if (runs.isInterrupted) break;
    const measured = await measureScenario(group, {
      counts: countRuns(group[0].case.scenario, options),
      growth: options.growth,
      sizes: options,
      random: makeRandom(measuring.seed),
      runs,
    });
    onDone(group);
    for (const [subject, result] of measured) results.set(subject, result);
    if (measured.size > 0)
      onScenario?.(
        [...measured.values()],
        subjects.map((subject) => identifyScenario(subject.case.scenario)),
      );
  }
  if (findUnconfirmed !== undefined && !runs.isInterrupted) {
    const isUnconfirmed = findUnconfirmed([...results.values()]);
    const unconfirmed = [...results.keys()].filter((_, index) => isUnconfirmed[index] === true);
    await makeFreshRuns(unconfirmed, runs, measuring);
    for (const subject of unconfirmed) {
      const growth = results.get(subject)?.growth;
      results.set(subject, judgeSubject(subject, runs.of(subject), growth, options.growth));
    }
  }
  return [...results.values()];
}

/** Of a scenario that is under way, growth is not known yet. */
const listSoFar = (
  subjects: readonly Subject[],
  results: ReadonlyMap<Subject, CaseResult>,
  runs: FinishedRuns,
): CaseResult[] =>
  subjects.flatMap((subject) => {
    const finished = runs.of(subject);
    return (
      results.get(subject) ?? (finished.length === 0 ? [] : judgeSubject(subject, finished, undefined, false))
    );
  });

export interface Measuring extends GrowthMeasuring {
  readonly counts: RunCounts;
  readonly runs: FinishedRuns;
}

/** The recipe for the cases of one scenario: the requested runs, then the growth runs, then the verdicts. */
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
  // After an interruption it is unknown whether growth was as expected.
  const growthRequested = measuring.growth && !runs.isInterrupted;
  const begun = subjects.filter((subject) => runs.of(subject).length > 0);
  return new Map(
    begun.map((subject) => [
      subject,
      judgeSubject(subject, runs.of(subject), growth.get(subject), growthRequested),
    ]),
  );
}

/** As many stable runs of each subject as it has, once more. */
async function makeFreshRuns(
  subjects: readonly Subject[],
  runs: FinishedRuns,
  { seed, onMore }: CaseMeasuring,
): Promise<void> {
  const planned = subjects.flatMap((subject) => {
    const stable = runs.resultsOf(subject).filter(({ kind }) => kind === 'stable');
    return planFreshRuns(subject, stable.length);
  });
  onMore(planned);
  await runs.make(shuffle(planned, makeRandom(seed)));
}

type Group = [Subject, ...Subject[]];

function groupByScenario(subjects: readonly Subject[]): Group[] {
  const groups = new Map<string, Group>();
  for (const subject of subjects) {
    const group = groups.get(subject.case.scenario.source);
    if (group === undefined) groups.set(subject.case.scenario.source, [subject]);
    else group.push(subject);
  }
  return [...groups.values()];
}
