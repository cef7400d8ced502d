/**
 * `check`: measures the cases of a baseline again, and, if a revision is given, that revision and the working tree in
 * interleaved pairs: one invocation, with one folder, one interruption and one plan.
 */
import type { AbOptions } from '../command-line/ab.ts';
import type { RunOptions } from '../command-line/run.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import type { PairKind } from '../plan/plan-pairs.ts';
import type { Prepared } from '../prepare/prepare.ts';
import { type PreparedSides, prepareSides } from '../prepare/prepare-sides.ts';
import { storeRequest } from '../prepare/stored-request.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { CaseResult, Report } from '../result.ts';
import { ResultsFolder } from '../store/results-folder.ts';
import { warnOfBusyMachine } from './busy-machine.ts';
import { estimateFromReport } from './estimate/estimate-from-report.ts';
import type { Expected } from './estimate/expected-runs.ts';
import { finishFolder, finishSides } from './finish-folders.ts';
import { type Interruption, listenForInterrupts } from './interruption.ts';
import { openInvocation } from './invocation.ts';
import { makeReport } from './make-report.ts';
import { measureCases } from './measure-cases.ts';
import { compareSides, measureSides } from './measure-sides.ts';
import { findMinPairs } from './pair-rules.ts';
import { estimateRuns, trackRemainingTime } from './remaining-time.ts';
import { Session } from './session.ts';

export interface CheckPlan {
  readonly argv: readonly string[];
  /** What is compared with the stored baseline. */
  readonly options: RunOptions;
  readonly prepared: Prepared;
  /** What it is compared with, whose runs say how long these will take. */
  readonly baseline: Pick<Report, 'results'>;
  /** What is measured in pairs. */
  readonly pairs: AbOptions | undefined;
  /** For each result, whether it detected a difference from the baseline that fresh runs have to confirm. */
  readonly findUnconfirmed: (report: Report) => readonly boolean[];
}

export type MeasuredCheck =
  /** `path` is undefined before anything was measured. */
  | { readonly state: 'interrupted'; readonly exitCode: number; readonly path: string | undefined }
  | {
      readonly state: 'measured';
      readonly report: Report;
      readonly pairs: ReportComparison | undefined;
      readonly path: string;
    };

export async function measureCheck(plan: CheckPlan, terminal: Terminal): Promise<MeasuredCheck> {
  const interruption = listenForInterrupts(terminal);
  let sides: PreparedSides | undefined;
  try {
    if (plan.pairs !== undefined) sides = await prepareSides(plan.pairs, terminal, interruption.signal);
    interruption.signal.throwIfAborted();
    return await measurePlan(plan, sides, interruption, terminal);
  } catch (error) {
    const { exitCode, signal } = interruption;
    if (exitCode !== undefined && error === signal.reason)
      return { state: 'interrupted', exitCode, path: undefined };
    throw error;
  } finally {
    await sides?.remove();
    interruption.stop();
  }
}

async function measurePlan(
  plan: CheckPlan,
  sides: PreparedSides | undefined,
  interruption: Interruption,
  terminal: Terminal,
): Promise<MeasuredCheck> {
  const { argv, options, prepared, pairs } = plan;
  const { environment, subjects, caps } = prepared;
  const { invocation, folder } = openInvocation(options.resultsRoot, {
    ...{ seed: options.seed, argv, nodePaths: prepared.nodePaths },
    request: storeRequest('check', options, prepared.shard),
  });
  const folders = sides === undefined ? undefined : openSides(options.resultsRoot, invocation);
  const remaining = trackRemainingTime(
    [...subjects.map((subject) => [subject]), ...(sides?.subjects ?? []).map(({ a, b }) => [a, b])],
    (subject) => (subject.side === undefined ? estimateRuns(subject, options) : []),
    { earlier: estimateFromReport(plan.baseline, subjects) },
  );
  const minPairs = pairs && findMinPairs(pairs);
  remaining.forecast(listPairs(sides?.subjects ?? [], minPairs));
  const { nodeFlags: flags, sampleIntervalMs, environmentVariables, timesBriefly } = options;
  const session = new Session(
    {
      ...{ flags, sampleIntervalMs, environmentVariables, timesBriefly, ...caps },
      folderOf: ({ side }) => (side === undefined ? folder : (folders?.[side.name] ?? folder)),
      finishedRuns: [],
      remaining,
    },
    interruption,
    terminal,
  );
  const makeReportOf = (results: readonly CaseResult[]): Report =>
    makeReport(invocation, { environment, results, complete: !interruption.signal.aborted });
  const measuring = {
    runOne: session.runOne.bind(session),
    onMore: remaining.add,
    onForecast: remaining.forecast,
    onDone: remaining.drop,
  };
  warnOfBusyMachine(environment, terminal);
  try {
    const results = await measureCases(subjects, {
      ...{ options, seed: invocation.seed, ...measuring },
      findUnconfirmed: (measured) => plan.findUnconfirmed(makeReportOf(measured)),
    });
    // From here on, those that are planned.
    remaining.forecast([]);
    const reports =
      pairs === undefined || minPairs === undefined || sides === undefined
        ? undefined
        : await measureSides({
            ...{ options: pairs, minPairs, prepared: sides, invocation, ...measuring },
            isInterrupted: () => interruption.signal.aborted,
          });
    const report = makeReportOf(results);
    await finishFolder(folder, report);
    if (reports !== undefined && folders !== undefined) await finishSides(folders, reports);
    const { exitCode } = interruption;
    if (exitCode !== undefined) return { state: 'interrupted', exitCode, path: folder.path };
    const comparison = reports && compareSides(reports);
    return { state: 'measured', report, pairs: comparison, path: folder.path };
  } finally {
    session.clear();
  }
}

/** The fewest pairs that there will be, as far as is known before any was made. */
const listPairs = (
  subjects: PreparedSides['subjects'],
  minPairs: ReadonlyMap<PairKind, number> = new Map(),
): Expected[] =>
  subjects.flatMap(({ a, b }) =>
    [...minPairs].flatMap(([kind, count]) => [a, b].map((subject) => ({ subject, kind, share: 1, count }))),
  );

/** Below the folder of the invocation: a/ for the revision, b/ for the working tree. */
const openSides = (resultsRoot: string, invocation: Parameters<typeof ResultsFolder.create>[1]) => ({
  a: ResultsFolder.create(resultsRoot, invocation, 'a'),
  b: ResultsFolder.create(resultsRoot, invocation, 'b'),
});
