/** All requested cases, into one report and its folder. */
import type { RunOptions } from '../command-line/run.ts';
import type { Prepared } from '../prepare/prepare.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { CaseResult, Report } from '../result.ts';
import type { ResultsFolder } from '../store/results-folder.ts';
import { warnOfBusyMachine } from './busy-machine.ts';
import { listenForInterrupts } from './interruption.ts';
import type { OpenInvocation } from './invocation.ts';
import { makeReport } from './make-report.ts';
import type { CaseMeasuring } from './measure-cases.ts';
import { measureCases } from './measure-cases.ts';
import { estimateRuns, trackRemainingTime } from './remaining-time.ts';
import { Session } from './session.ts';

export interface MeasuredAll {
  readonly report: Report;
  readonly folder: ResultsFolder;
  /** The exit code, if the user interrupted. */
  readonly interruptedWith: number | undefined;
}

export async function measureAll(
  { environment, subjects, limits }: Prepared,
  options: RunOptions,
  { invocation, folder, finishedRuns }: OpenInvocation,
  terminal: Terminal,
  onScenario: NonNullable<CaseMeasuring['onScenario']>,
): Promise<MeasuredAll> {
  const interruption = listenForInterrupts(terminal);
  const remaining = trackRemainingTime(
    subjects.map((subject) => [subject]),
    (subject) => estimateRuns(subject, options),
  );
  const { nodeFlags: flags, sampleIntervalMs, environmentVariables } = options;
  const session = new Session(
    {
      ...{ flags, sampleIntervalMs, environmentVariables, ...limits },
      folderOf: () => folder,
      finishedRuns,
      remaining,
    },
    interruption,
    terminal,
  );
  let results: readonly CaseResult[] = [];
  try {
    warnOfBusyMachine(environment, terminal);
    results = await measureCases(subjects, {
      options,
      seed: invocation.seed,
      runOne: (planned) => session.runOne(planned),
      onMore: (planned) => remaining.add(planned),
      onScenario,
      onScenarioEnd: () => session.clear(),
    });
  } finally {
    session.clear();
    interruption.stop();
  }
  const complete = !interruption.signal.aborted;
  const report = makeReport(invocation, { environment, results, complete });
  await folder.finish(report);
  return { report, folder, interruptedWith: interruption.exitCode };
}
