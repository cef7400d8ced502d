/** The recipe for A and B: as many pairs as are needed, then growth; any difference is re-tested on a second batch. */

import {
  type PairedSubject,
  type PairKind,
  type PairRequest,
  type PlannedPair,
  planPairs,
} from '../plan/plan-pairs.ts';
import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import { type CaseResult, endedAsExpected, type Growth, type RunResult } from '../result.ts';
import type { Sides } from '../sides.ts';
import type { Expected } from './estimate/expected-runs.ts';
import { countPilot, forecastPairs, type PairForecasting } from './estimate/forecast-pairs.ts';
import { FinishedRuns, type RunOne } from './finished-runs.ts';
import { judgeSubject } from './judge-subject.ts';
import { type GrowthMeasuring, measureGrowth } from './measure-growth.ts';

/** All pairs of one kind of a case. */
export interface Lane {
  readonly subject: PairedSubject;
  readonly kind: PairKind;
}

export interface PairMeasuring extends GrowthMeasuring, PairForecasting {
  /** The kinds of runs to make, and the minimum number of pairs of each. */
  readonly minPairs: ReadonlyMap<PairKind, number>;
  /** Between two samples of stable runs. */
  readonly stableIntervalMs: number;
  /** For each case, the kinds of runs whose differences have to be confirmed. */
  readonly findUnconfirmed: (results: Sides<readonly CaseResult[]>) => readonly ReadonlySet<PairKind>[];
  readonly runOne: RunOne;
  /** Called with runs that turned out to be needed. */
  readonly onMore: (planned: readonly PlannedRun[]) => void;
  /** Called after each pair, with the runs that will probably be needed beyond those that are planned. */
  readonly onForecast: (expected: readonly Expected[]) => void;
  /** Called with a subject once it needs no more runs, unless a difference has to be confirmed. */
  readonly onDone: (subjects: readonly Subject[]) => void;
}

/** The results of both sides, case by case in the order of the subjects. A case without any run has no result. */
export async function measurePairs(
  subjects: readonly PairedSubject[],
  measuring: PairMeasuring,
): Promise<Sides<CaseResult[]>> {
  const runs = new FinishedRuns(measuring.runOne);
  const planned = new Map<Lane, number>();
  for (const subject of subjects)
    for (const kind of measuring.minPairs.keys()) planned.set({ subject, kind }, 0);

  const first = planMore(planned, ({ kind }) => measuring.minPairs.get(kind) ?? 0, measuring);
  const isPilot = ([{ kind, pairing }]: PlannedPair): boolean =>
    (pairing?.pair ?? 0) < countPilot(measuring.minPairs.get(kind as PairKind) ?? 0);
  // They are in random order, before and behind: what the machine does meanwhile affects all cases equally.
  await makePairs(runs, first.filter(isPilot), () => {});
  const forecast = (): void => measuring.onForecast(listForecast(planned, runs, measuring));
  forecast();
  await makePairs(
    runs,
    first.filter((pair) => !isPilot(pair)),
    forecast,
  );
  await makeNeeded(planned, runs, forecast, measuring);
  const growth = new Map<Subject, Growth | undefined>();
  for (const subject of subjects.flatMap(({ a, b }) => [a, b])) {
    const runAll = (growthRuns: readonly PlannedRun[]): Promise<void> => runs.make(growthRuns);
    growth.set(subject, await measureGrowth(subject, () => runs.resultsOf(subject), runAll, measuring));
    measuring.onDone([subject]);
  }
  const judge = (): Sides<CaseResult[]> => judgeSides(subjects, runs, growth, measuring);
  const results = judge();
  if (runs.isInterrupted) return results;

  const flagged = measuring.findUnconfirmed(results);
  measuring.onForecast([]);
  const again = [...planned].filter(([{ subject, kind }]) => flagged[subjects.indexOf(subject)]?.has(kind));
  if (again.length === 0) return results;
  const requests = again.map(([lane, count]) => ({ ...lane, batch: 2, count, planned: 0 }) as const);
  await makePairs(runs, plan(requests, measuring), () => {});
  return judge();
}

/**
 * Adds pairs until the effects that matter would be detected, or the maximum is reached. Only the variance decides, never
 * which side is ahead: swapping A and B would give the same count.
 */
async function makeNeeded(
  planned: Map<Lane, number>,
  runs: FinishedRuns,
  onPair: () => void,
  measuring: PairMeasuring,
): Promise<void> {
  for (;;) {
    const more = planMore(
      planned,
      (lane) => Math.min(measuring.countNeeded(lane.kind, completedOf(runs, lane)), measuring.maxPairs),
      measuring,
    );
    if (more.length === 0 || runs.isInterrupted) return;
    await makePairs(runs, more, onPair);
  }
}

/** The pairs that each lane still needs; from then on they count as planned. */
function planMore(
  planned: Map<Lane, number>,
  countWanted: (lane: Lane) => number,
  measuring: PairMeasuring,
): PlannedPair[] {
  const requests: PairRequest[] = [];
  for (const [lane, count] of planned) {
    const wanted = Math.max(count, countWanted(lane));
    requests.push({ ...lane, batch: 1, count: wanted - count, planned: count });
    planned.set(lane, wanted);
  }
  return plan(requests, measuring);
}

function plan(
  requests: readonly PairRequest[],
  { random, stableIntervalMs, onMore }: PairMeasuring,
): PlannedPair[] {
  const pairs = planPairs(requests, stableIntervalMs, random);
  onMore(pairs.flat());
  return pairs;
}

function judgeSides(
  subjects: readonly PairedSubject[],
  runs: FinishedRuns,
  growth: ReadonlyMap<Subject, Growth | undefined>,
  measuring: PairMeasuring,
): Sides<CaseResult[]> {
  const begun = subjects.filter(({ a, b }) => [...runs.resultsOf(a), ...runs.resultsOf(b)].length > 0);
  const growthRequested = measuring.growth && !runs.isInterrupted;
  const judge = (subject: Subject): CaseResult =>
    judgeSubject(subject, runs.of(subject), growth.get(subject), growthRequested);
  return { a: begun.map(({ a }) => judge(a)), b: begun.map(({ b }) => judge(b)) };
}

/** The runs of the first batch that ended as expected. */
function completedOf(runs: FinishedRuns, { subject, kind }: Lane): Sides<RunResult[]> {
  const [a = [], b = []] = [subject.a, subject.b].map((side) =>
    runs.resultsOf(side).filter((run) => run.kind === kind && run.batch === 1 && isAsExpected(run, side)),
  );
  return { a, b };
}

/** A case with a failed run gets no more pairs: they would fail as well, or be of no use. */
async function makePairs(
  runs: FinishedRuns,
  pairs: readonly PlannedPair[],
  onPair: () => void,
): Promise<void> {
  for (const pair of pairs) {
    if (!pair.some(({ subject }) => hasFailed(runs, subject))) await runs.make(pair);
    onPair();
  }
}

/** For each lane, as many runs of both sides as will probably be needed beyond those that are planned. */
const listForecast = (
  planned: ReadonlyMap<Lane, number>,
  runs: FinishedRuns,
  measuring: PairForecasting,
): Expected[] =>
  [...planned].flatMap(([lane, pairs]) => {
    const { subject, kind } = lane;
    if ([subject.a, subject.b].some((side) => hasFailed(runs, side))) return [];
    const count = forecastPairs(kind, completedOf(runs, lane), pairs, measuring);
    return [subject.a, subject.b].map((side) => ({ subject: side, kind, share: 1, count }));
  });

const hasFailed = (runs: FinishedRuns, subject: Subject): boolean =>
  runs.resultsOf(subject).some((run) => !isAsExpected(run, subject));

const isAsExpected = (run: RunResult, { case: { scenario } }: Subject): boolean => {
  const expectedOutcome = scenario.expect?.outcome;
  return endedAsExpected(run, expectedOutcome === undefined ? {} : { expectedOutcome });
};
