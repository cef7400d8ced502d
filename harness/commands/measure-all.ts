/** All cases that were asked for, scenario by scenario, into one report and its folder. */
import type { RunOptions } from '../options/run.ts';
import type { ResultsFolder } from '../report/results-folder.ts';
import type { CaseResult, Report } from '../result.ts';
import { countRuns, type Subject } from '../run/plan-runs.ts';
import { makeRandom } from '../run/random.ts';
import { warnOfBusyMachine } from './busy-machine.ts';
import { listenForInterrupts } from './interruption.ts';
import { makeReport } from './make-report.ts';
import { measureScenario } from './measure-scenario.ts';
import { openFolder } from './open-folder.ts';
import { type Prepared, prepare } from './prepare.ts';
import { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { estimateWork } from './work-estimate.ts';

export interface MeasuredAll {
  readonly report: Report;
  readonly folder: ResultsFolder;
  /** The exit code, where the user interrupted. */
  readonly interruptedWith: number | undefined;
}

/** `command` is kept with the results, and says how to measure them again. `onScenario` is given each scenario's as soon as they are there. */
export async function measureAll(
  options: RunOptions,
  command: readonly string[],
  terminal: Terminal,
  onScenario: (results: readonly CaseResult[]) => void,
): Promise<MeasuredAll> {
  return measurePrepared(await prepare(options, terminal), options, command, terminal, onScenario);
}

/** The same where it is known already what will be measured. */
export async function measurePrepared(
  { environment, subjects, limits, askedNodes }: Prepared,
  options: RunOptions,
  command: readonly string[],
  terminal: Terminal,
  onScenario: (results: readonly CaseResult[]) => void,
): Promise<MeasuredAll> {
  const { invocation, folder, finishedRuns } = openFolder(options, command, askedNodes);
  const interruption = listenForInterrupts(terminal);
  const settings = {
    flags: options.nodeFlags,
    sampleIntervalMs: options.sampleIntervalMs,
    ...limits,
    passedEnvironment: options.passedEnvironment,
    folderOf: () => folder,
    finishedRuns,
    work: estimateWork(subjects, options),
  };
  const session = new Session(settings, interruption, terminal);
  const results: CaseResult[] = [];
  try {
    warnOfBusyMachine(environment, terminal);
    for (const group of groupByScenario(subjects)) {
      if (interruption.signal.aborted) break;
      const measured = await measureScenario(group, {
        counts: countRuns(group[0].case.scenario, options),
        growth: options.growth,
        growthVolumeBytes: options.growthVolumeBytes,
        random: makeRandom(invocation.seed),
        runOne: (planned) => session.runOne(planned),
      });
      session.clear();
      results.push(...measured);
      if (measured.length > 0) onScenario(measured);
    }
  } finally {
    session.clear();
    interruption.stop();
  }
  const complete = !interruption.signal.aborted;
  const report = makeReport(invocation, { environment, results, complete });
  await folder.finish(report);
  return { report, folder, interruptedWith: interruption.exitCode };
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
