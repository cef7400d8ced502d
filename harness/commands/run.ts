/** `run`: measures the requested cases, prints them scenario by scenario, and writes the report. */
import { join } from 'node:path';
import type { ScenarioIdentity } from '../case-key.ts';
import type { RunOptions } from '../command-line/run.ts';
import { buildComparisonTables } from '../compare/comparison-table.ts';
import { EXIT } from '../errors.ts';
import { warnOfBusyMachine } from '../measure/busy-machine.ts';
import { describeConditions } from '../measure/conditions.ts';
import { assumeTimed } from '../measure/estimate/assume-timed.ts';
import { type Interruption, listenForInterrupts } from '../measure/interruption.ts';
import { type OpenInvocation, openInvocation, readInterruptedInvocation } from '../measure/invocation.ts';
import { makeReport } from '../measure/make-report.ts';
import { measureCases } from '../measure/measure-cases.ts';
import { estimateRuns, trackRemainingTime } from '../measure/remaining-time.ts';
import { Session } from '../measure/session.ts';
import { PAGE } from '../page/page-files.ts';
import { writePage } from '../page/write-page.ts';
import { type Prepared, prepare } from '../prepare/prepare.ts';
import { describeResume, recallInterrupted } from '../prepare/recall-interrupted.ts';
import { storeRequest } from '../prepare/stored-request.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import { renderAnswer } from '../report/terminal/answer.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderOutput } from '../report/terminal/scenario-output.ts';
import { renderScenario } from '../report/terminal/scenario-report.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { CaseResult, Report } from '../result.ts';
import type { ResultsFolder } from '../store/results-folder.ts';
import { decideExit } from './decide-exit.ts';
import { type WatchedRun, watchRun } from './watch-run.ts';

export async function run(typed: RunOptions, argv: readonly string[], terminal: Terminal): Promise<number> {
  const { options, open } = await planInvocation(typed, argv);
  prepareReports(options.reporters);
  const prepared = await prepare(options, terminal);
  const opened = open(prepared);
  const interruption = listenForInterrupts(terminal);
  const { environment } = prepared;
  const watched = typed.watches ? await watchRun(opened, environment, terminal) : undefined;
  const shown = { interruption, terminal, watched };
  const results = await measure(prepared, options, opened, shown);
  const complete = !interruption.signal.aborted;
  const report = makeReport(opened.invocation, { environment, results, complete });
  await opened.folder.finish(report);
  if (options.json) terminal.print(renderJsonText(report));
  // Of one case, the lines above are the answer.
  else if (report.results.length > 1 && !takesStdout(options.reporters))
    terminal.print(renderAnswer({ kind: 'run', report }, terminal));
  writeReports(options.reporters, { kind: 'run', report }, terminal);
  // Last: what was measured is printed and stored, whatever happens to the page.
  writePage(join(opened.folder.path, PAGE), report);
  await watched?.finish(join(opened.folder.path, PAGE));
  sayWhereResultsAre(report, opened.folder, terminal);
  // Only a shard can have no cases.
  const isEmpty = prepared.subjects.length === 0;
  return interruption.exitCode ?? (isEmpty ? EXIT.pass : decideExit(report.results, options.strict));
}

interface Shown {
  readonly interruption: Interruption;
  readonly terminal: Terminal;
  readonly watched: WatchedRun | undefined;
}

/** Measures the cases scenario by scenario, and prints each scenario when it is measured. */
async function measure(
  { environment, subjects, caps }: Prepared,
  options: RunOptions,
  { invocation, folder, finishedRuns }: OpenInvocation,
  { interruption, terminal, watched }: Shown,
): Promise<readonly CaseResult[]> {
  const { nodeFlags: flags, sampleIntervalMs, environmentVariables, timesBriefly } = options;
  const remaining = trackRemainingTime(
    subjects.map((subject) => [subject]),
    (subject) => estimateRuns(subject, options),
    { earlier: assumeTimed(subjects, options) },
  );
  const session = new Session(
    {
      ...{ flags, sampleIntervalMs, environmentVariables, timesBriefly, ...caps },
      folderOf: () => folder,
      finishedRuns,
      remaining,
    },
    interruption,
    terminal,
  );
  try {
    warnOfBusyMachine(environment, terminal);
    return await measureCases(subjects, {
      options,
      seed: invocation.seed,
      runOne: (planned) => session.runOne(planned),
      onMore: remaining.add,
      onDone: (done) => {
        remaining.drop(done);
        session.clear();
      },
      onScenario: printScenario(options, terminal),
      ...(watched !== undefined && { onRun: watched.onRun }),
    });
  } finally {
    session.clear();
    interruption.stop();
  }
}

interface PlannedInvocation {
  readonly options: RunOptions;
  readonly open: (prepared: Prepared) => OpenInvocation;
}

/**
 * A new invocation, or the interrupted one that is resumed: its own request decides what is measured, and the new
 * options how it is shown.
 */
async function planInvocation(typed: RunOptions, argv: readonly string[]): Promise<PlannedInvocation> {
  const { resume, resultsRoot } = typed;
  if (resume === undefined) {
    const begin = (prepared: Prepared): OpenInvocation =>
      openInvocation(resultsRoot, {
        ...{ seed: typed.seed, argv, nodePaths: prepared.nodePaths },
        conditions: describeConditions(prepared),
        request: storeRequest('run', typed, prepared.shard),
      });
    return { options: typed, open: begin };
  }
  const { invocation, select, open } = readInterruptedInvocation(resultsRoot, resume);
  const options = recallInterrupted(invocation, resume, typed);
  return {
    options: { ...options, scenarios: await select(options.scenarios) },
    open: (prepared) => open(describeConditions(prepared)),
  };
}

const printScenario =
  ({ json, reporters, verbose }: RunOptions, terminal: Terminal) =>
  (results: readonly CaseResult[], all: readonly ScenarioIdentity[]): void => {
    if (json || takesStdout(reporters)) return;
    const parts = [
      renderScenario(results, buildComparisonTables(results), terminal, all),
      renderOutput(results, verbose, terminal),
    ];
    terminal.print(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
  };

function sayWhereResultsAre(report: Report, folder: ResultsFolder, { say, colors }: Terminal): void {
  say(colors.dim(`results in ${quoteLine(folder.path)}`));
  if (!report.complete)
    say(`interrupted; partial results saved. Resume with: ${describeResume(folder.path, report.request)}`);
}
