/** `run`: measures the cases that were asked for, prints them scenario by scenario, and writes the report. */
import { parseCommandLine } from '../command-line/parse.ts';
import { layAllSideBySide } from '../compare/side-by-side.ts';
import { UsageError } from '../errors.ts';
import type { RunOptions } from '../options/run.ts';
import { type ResultsFolder, readInterrupted } from '../report/results-folder.ts';
import { renderScenario } from '../report/terminal-report.ts';
import type { CaseResult, Report } from '../result.ts';
import { countRuns, type Subject } from '../run/plan-runs.ts';
import { makeRandom } from '../run/random.ts';
import { warnOfBusyMachine } from './busy-machine.ts';
import { decideExit } from './decide-exit.ts';
import { listenForInterrupts } from './interruption.ts';
import { makeReport } from './make-report.ts';
import { measureScenario } from './measure-scenario.ts';
import { findInvocation } from './open-folder.ts';
import { prepare } from './prepare.ts';
import { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { estimateWork } from './work-estimate.ts';

export async function run(
  asked: RunOptions,
  command: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const options = asked.resume === undefined ? asked : await recallOptions(asked, asked.resume);
  const prepared = await prepare(options, command, terminal);
  const { invocation, folder, finishedRuns, environment, subjects, limits } = prepared;
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
      if (!options.json && measured.length > 0)
        terminal.print(`${renderScenario(measured, layAllSideBySide(measured), terminal)}\n`);
    }
  } finally {
    session.clear();
    interruption.stop();
  }
  const report = makeReport(invocation, {
    environment,
    results,
    complete: !interruption.signal.aborted,
  });
  await folder.finish(report);
  if (options.json) terminal.print(JSON.stringify(report, null, 2));
  sayWhereResultsAre(report, folder, terminal);
  return interruption.exitCode ?? decideExit(results, options.strict);
}

/** An interrupted invocation goes on with what it was asked for then; how it is shown is asked for now. */
async function recallOptions(asked: RunOptions, resume: string): Promise<RunOptions> {
  const { resultsRoot, json, strict } = asked;
  const path = findInvocation(resultsRoot, resume);
  const { invocation } = readInterrupted(path);
  const recalled = await parseCommandLine(invocation.command, '', 0);
  if (recalled.command !== 'run') throw new UsageError(`what is in ${path} cannot be resumed`);
  // A newer Node that satisfies the same version may be here by now.
  return { ...recalled, nodes: invocation.nodes ?? recalled.nodes, resume, resultsRoot, json, strict };
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

function sayWhereResultsAre(report: Report, folder: ResultsFolder, { say, colors }: Terminal): void {
  say(colors.dim(`results in ${folder.path}`));
  if (!report.complete)
    say(`interrupted; what was measured is kept. Resume with: tidemark run --resume ${folder.path}`);
}
