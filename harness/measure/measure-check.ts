/**
 * `check`: measures the cases of a baseline again, and, if a revision is given, that revision and the working tree in
 * interleaved pairs: one invocation, with one folder, one interruption and one plan.
 */
import { join } from 'node:path';
import type { AbOptions } from '../command-line/ab.ts';
import type { RunOptions } from '../command-line/run.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import { PAGE, writePage, writePagesOfSides } from '../page/write-page.ts';
import type { Prepared } from '../prepare/prepare.ts';
import { type PreparedSides, prepareSides } from '../prepare/prepare-sides.ts';
import { storeRequest } from '../prepare/stored-request.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { CaseResult, Report } from '../result.ts';
import { ResultsFolder } from '../store/results-folder.ts';
import { warnOfBusyMachine } from './busy-machine.ts';
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
    request: storeRequest('check', options),
  });
  const folders = sides === undefined ? undefined : openSides(options.resultsRoot, invocation);
  const remaining = trackRemainingTime(
    [...subjects.map((subject) => [subject]), ...(sides?.subjects ?? []).map(({ a, b }) => [a, b])],
    (subject) => (subject.side === undefined ? estimateRuns(subject, options) : []),
  );
  const { nodeFlags: flags, sampleIntervalMs, environmentVariables } = options;
  const session = new Session(
    {
      ...{ flags, sampleIntervalMs, environmentVariables, ...caps },
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
    onDone: remaining.drop,
  };
  warnOfBusyMachine(environment, terminal);
  try {
    const results = await measureCases(subjects, {
      ...{ options, seed: invocation.seed, ...measuring },
      findUnconfirmed: (measured) => plan.findUnconfirmed(makeReportOf(measured)),
    });
    const reports =
      pairs === undefined || sides === undefined
        ? undefined
        : await measureSides({
            ...{ options: pairs, minPairs: findMinPairs(pairs), prepared: sides, invocation, ...measuring },
            isInterrupted: () => interruption.signal.aborted,
          });
    const report = makeReportOf(results);
    await folder.finish(report);
    writePage(join(folder.path, PAGE), report);
    if (reports !== undefined) {
      await folders?.a.finish(reports.a);
      await folders?.b.finish(reports.b);
      if (folders !== undefined) writePagesOfSides(folders, reports);
    }
    const { exitCode } = interruption;
    if (exitCode !== undefined) return { state: 'interrupted', exitCode, path: folder.path };
    const comparison = reports && compareSides(reports);
    return { state: 'measured', report, pairs: comparison, path: folder.path };
  } finally {
    session.clear();
  }
}

/** Below the folder of the invocation: a/ for the revision, b/ for the working tree. */
const openSides = (resultsRoot: string, invocation: Parameters<typeof ResultsFolder.create>[1]) => ({
  a: ResultsFolder.create(resultsRoot, invocation, 'a'),
  b: ResultsFolder.create(resultsRoot, invocation, 'b'),
});
