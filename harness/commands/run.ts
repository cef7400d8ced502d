/** `run`: measures the cases that were requested, prints them scenario by scenario, and writes the report. */
import { parseCommandLine } from '../command-line/parse.ts';
import { buildComparisonTables } from '../compare/comparison-table.ts';
import { UsageError } from '../errors.ts';
import { measureAll } from '../measure/measure-all.ts';
import { findInvocation } from '../measure/open-folder.ts';
import type { RunOptions } from '../options/run.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderScenario } from '../report/terminal/scenario-report.ts';
import type { Report } from '../result.ts';
import { type ResultsFolder, readInterrupted } from '../store/results-folder.ts';
import { decideExit } from './decide-exit.ts';

export async function run(
  requested: RunOptions,
  command: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const options =
    requested.resume === undefined ? requested : await recallOptions(requested, requested.resume);
  prepareReports(options.reporters);
  const { report, folder, interruptedWith } = await measureAll(options, command, terminal, {
    onScenario: (results, all) => {
      if (options.json || takesStdout(options.reporters)) return;
      terminal.print(`${renderScenario(results, buildComparisonTables(results), terminal, all)}\n`);
    },
  });
  if (options.json) terminal.print(JSON.stringify(report, null, 2));
  writeReports(options.reporters, { kind: 'run', report }, terminal);
  sayWhereResultsAre(report, folder, terminal);
  return interruptedWith ?? decideExit(report.results, options.strict);
}

/** An interrupted invocation goes on with what it was requested then; how it is shown is requested now. */
async function recallOptions(requested: RunOptions, resume: string): Promise<RunOptions> {
  const { resultsRoot, json, reporters, strict } = requested;
  const path = findInvocation(resultsRoot, resume);
  const { invocation } = readInterrupted(path);
  const recalled = await parseCommandLine(invocation.argv, '', 0);
  if (recalled.command !== 'run') throw new UsageError(`what is in ${path} cannot be resumed`);
  // A newer Node that satisfies the same version may be here by now.
  const nodes = invocation.nodes ?? recalled.nodes;
  return { ...recalled, nodes, resume, resultsRoot, json, reporters, strict };
}

function sayWhereResultsAre(report: Report, folder: ResultsFolder, { say, colors }: Terminal): void {
  say(colors.dim(`results in ${folder.path}`));
  if (!report.complete)
    say(`interrupted; what was measured is kept. Resume with: tidemark run --resume ${folder.path}`);
}
