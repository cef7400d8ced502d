/** All cases that were requested, scenario by scenario, into one report and its folder. */
import type { ScenarioIdentity } from '../case-key.ts';
import { scenarioFile } from '../catalogue/scenario-file.ts';
import type { RunOptions } from '../options/run.ts';
import { countRuns, planFreshRuns, type Subject } from '../plan/plan-runs.ts';
import { makeRandom, shuffle } from '../plan/random.ts';
import { type Prepared, prepare } from '../prepare/prepare.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { CaseResult, Report } from '../result.ts';
import type { ResultsFolder } from '../store/results-folder.ts';
import { warnOfBusyMachine } from './busy-machine.ts';
import { FinishedRuns } from './finished-runs.ts';
import { listenForInterrupts } from './interruption.ts';
import { judgeSubject } from './judge-subject.ts';
import { makeReport } from './make-report.ts';
import { measureScenario } from './measure-scenario.ts';
import { openFolder } from './open-folder.ts';
import { estimateWork, type WorkEstimate } from './remaining-time.ts';
import { Session } from './session.ts';

/** What is made of results as soon as they are there. */
export interface Listener {
  /** For each scenario; `all` are those of the invocation. */
  readonly onScenario?: (results: readonly CaseResult[], all: readonly ScenarioIdentity[]) => void;
  /** Of each result, whether something was found by its stable runs that fresh ones have to confirm. */
  readonly findUnconfirmed?: (report: Report) => readonly boolean[];
}

export interface MeasuredAll {
  readonly report: Report;
  readonly folder: ResultsFolder;
  /** The exit code, where the user interrupted. */
  readonly interruptedWith: number | undefined;
}

/** `command` is kept with the results, and says how to measure them again. */
export async function measureAll(
  options: RunOptions,
  command: readonly string[],
  terminal: Terminal,
  listener: Listener,
): Promise<MeasuredAll> {
  return measurePrepared(await prepare(options, terminal), options, command, terminal, listener);
}

/** The same where it is known already what will be measured. */
export async function measurePrepared(
  { environment, subjects, limits, requestedNodes }: Prepared,
  options: RunOptions,
  command: readonly string[],
  terminal: Terminal,
  { onScenario, findUnconfirmed }: Listener,
): Promise<MeasuredAll> {
  const { invocation, folder, finishedRuns } = openFolder(options, command, requestedNodes);
  const interruption = listenForInterrupts(terminal);
  const work = estimateWork(subjects, options);
  const settings = {
    flags: options.nodeFlags,
    sampleIntervalMs: options.sampleIntervalMs,
    ...limits,
    passedEnvironment: options.passedEnvironment,
    folderOf: () => folder,
    finishedRuns,
    work,
  };
  const session = new Session(settings, interruption, terminal);
  const runs = new FinishedRuns((planned) => session.runOne(planned));
  const makeRandomAgain = (): (() => number) => makeRandom(invocation.seed);
  const results = new Map<Subject, CaseResult>();
  const makeReportNow = (): Report =>
    makeReport(invocation, {
      environment,
      results: [...results.values()],
      complete: !interruption.signal.aborted,
    });
  try {
    warnOfBusyMachine(environment, terminal);
    for (const group of groupByScenario(subjects)) {
      if (runs.isInterrupted) break;
      const measured = await measureScenario(group, {
        counts: countRuns(group[0].case.scenario, options),
        growth: options.growth,
        growthVolumeBytes: options.growthVolumeBytes,
        random: makeRandomAgain(),
        runs,
      });
      session.clear();
      for (const [subject, result] of measured) results.set(subject, result);
      if (measured.size > 0) onScenario?.([...measured.values()], subjects.map(identifyScenario));
    }
    const isFlagged = runs.isInterrupted ? undefined : findUnconfirmed?.(makeReportNow());
    const flagged = [...results.keys()].filter((_, index) => isFlagged?.[index] === true);
    await makeFresh(flagged, runs, work, makeRandomAgain());
    for (const subject of flagged) {
      const growth = results.get(subject)?.growth;
      results.set(subject, judgeSubject(subject, runs.of(subject), growth, options.growth));
    }
  } finally {
    session.clear();
    interruption.stop();
  }
  const report = makeReportNow();
  await folder.finish(report);
  return { report, folder, interruptedWith: interruption.exitCode };
}

/** As many stable runs of each as there are, once more. */
async function makeFresh(
  subjects: readonly Subject[],
  runs: FinishedRuns,
  work: WorkEstimate,
  random: () => number,
): Promise<void> {
  const planned = subjects.flatMap((subject) => {
    const found = runs.resultsOf(subject).filter(({ kind }) => kind === 'stable');
    return planFreshRuns(subject, found.length);
  });
  work.add(planned);
  await runs.make(shuffle(planned, random));
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

function identifyScenario({ case: { scenario } }: Subject): ScenarioIdentity {
  const file = scenarioFile(scenario.source);
  return { scenario: scenario.name, ...(file !== undefined && { file }) };
}
