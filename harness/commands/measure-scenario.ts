/** The recipe for the cases of one scenario: measure and profile, then growth, then judge. */

import { isPoint, isRetained, isSampled, judgeRuns, RETAINED_ROUNDS } from '../judge/growth-points.ts';
import { judgeCase } from '../judge/judge-case.ts';
import { DEFAULT_GROWTH_METRIC } from '../metrics.ts';
import type { CaseResult, Growth, RunResult } from '../result.ts';
import type { FinishedRun } from '../run/make-runner.ts';
import { volumeNameOf } from '../run/plan-cases.ts';
import { type PlannedRun, planGrowthRuns, planRuns, type RunCounts, type Subject } from '../run/plan-runs.ts';
import type { GrowthMetric } from '../scenario.ts';
import { growthVolumes } from '../stats/growth.ts';

/** Steadies VmHWM from 10 % to less than 1 % of noise, and moves it by less than 3 %. */
const STEADY_FLAGS = ['--single-threaded-gc'];

export interface Measuring {
  readonly counts: RunCounts;
  readonly growth: boolean;
  /** The largest volume of the growth runs, where the user wants another than the rule gives. */
  readonly growthVolumeBytes?: number | undefined;
  readonly random: () => number;
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
    .map((subject) => judge(subject, finished.get(subject) ?? [], growth.get(subject), growthWasAsked));
}

/** Undefined where the scenario has no volume, growth is not wanted, or nothing was measured that could grow. */
async function measureGrowth(
  subject: Subject,
  results: () => readonly RunResult[],
  runAll: (planned: readonly PlannedRun[]) => Promise<void>,
  measuring: Measuring,
): Promise<Growth | undefined> {
  const { scenario } = subject.case;
  const volumeName = volumeNameOf(scenario);
  const first = results().find(({ kind, outcome }) => kind === 'measure' && outcome.state === 'completed');
  if (!measuring.growth || volumeName === undefined || first === undefined) return undefined;
  const metric = scenario.expect?.metric ?? DEFAULT_GROWTH_METRIC;
  if (metric === DEFAULT_GROWTH_METRIC && Object.keys(first.counters ?? {}).length === 0) return undefined;

  const volumesBytes = growthVolumesOf(subject, first, volumeName, measuring.growthVolumeBytes);
  const plan = (asked: readonly number[]): PlannedRun[] =>
    planFor(subject, metric, volumeName, asked, measuring);
  if (isRetained(metric)) {
    await runAll(plan(volumesBytes.slice(0, 1)));
    return judgeRuns(results(), metric, volumeName);
  }
  const isMeasured = (volumeBytes: number): boolean =>
    results().some((run) => isPoint(run, metric) && run.parameters[volumeName] === volumeBytes);
  await runAll(plan(volumesBytes.filter((volumeBytes) => !isMeasured(volumeBytes))));
  const judged = judgeRuns(results(), metric, volumeName);
  if (judged?.verdict !== 'inconclusive' || hasFailed(results())) return judged;
  await runAll(plan([2 * Math.max(...volumesBytes)]));
  return judgeRuns(results(), metric, volumeName);
}

function growthVolumesOf(
  subject: Subject,
  measured: RunResult,
  volumeName: string,
  askedBytes: number | undefined,
): number[] {
  const marks = Object.values(measured.counters ?? {}).map(
    ({ highWaterMarkBytes = 0 }) => highWaterMarkBytes,
  );
  const highWaterMarkBytes = marks.reduce((sum, mark) => sum + mark, 0);
  if (askedBytes !== undefined)
    return growthVolumes({ largestBytes: askedBytes, highWaterMarkBytes: 0, floorBytes: 0 });
  return growthVolumes({ largestBytes: Number(subject.case.parameters[volumeName]), highWaterMarkBytes });
}

function planFor(
  subject: Subject,
  metric: GrowthMetric,
  volumeName: string,
  volumesBytes: readonly number[],
  { random }: Measuring,
): PlannedRun[] {
  const how = {
    isSampled: isSampled(metric),
    rounds: isRetained(metric) ? RETAINED_ROUNDS : 1,
    flags: metric === 'peakRssBytes' ? STEADY_FLAGS : [],
  };
  return planGrowthRuns(subject, { volumeName, volumesBytes, ...how }, random);
}

const resultsOf = (finished: ReadonlyMap<Subject, readonly FinishedRun[]>, subject: Subject): RunResult[] =>
  (finished.get(subject) ?? []).map(({ result }) => result);

const hasFailed = (runs: readonly RunResult[]): boolean =>
  runs.some(({ kind, outcome }) => kind === 'growth' && outcome.state !== 'completed');

function judge(
  subject: Subject,
  runs: readonly FinishedRun[],
  growth: Growth | undefined,
  growthWasAsked: boolean,
): CaseResult {
  const { scenario, parameters } = subject.case;
  return judgeCase({
    identity: {
      scenario: scenario.name,
      title: scenario.title,
      pairedWith: scenario.pairedWith,
      comparison: scenario.comparison,
      parameters: { ...parameters },
      node: subject.node,
    },
    expected: {
      growth: scenario.expect?.growth,
      metric: scenario.expect?.metric ?? DEFAULT_GROWTH_METRIC,
      outcome: scenario.expect?.outcome,
      hasChecks: scenario.expect?.holds !== undefined,
      limits: scenario.limits,
    },
    runs: runs.map(({ result }) => result),
    notes: new Set(runs.flatMap(({ notes }) => notes)),
    leftovers: runs.reduce((sum, { leftovers }) => sum + leftovers, 0),
    growth,
    growthWasAsked,
  });
}
