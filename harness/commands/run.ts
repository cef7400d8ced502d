/** `run`: measures the requested cases, prints them scenario by scenario, and writes the report. */
import type { ScenarioIdentity } from '../case-key.ts';
import type { RunOptions } from '../command-line/run.ts';
import { buildComparisonTables } from '../compare/comparison-table.ts';
import { type OpenInvocation, openInvocation, readInterruptedInvocation } from '../measure/invocation.ts';
import { measureAll } from '../measure/measure-all.ts';
import { type Prepared, prepare } from '../prepare/prepare.ts';
import { restoreRequest, storeRequest } from '../prepare/stored-request.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderOutput } from '../report/terminal/scenario-output.ts';
import { renderScenario } from '../report/terminal/scenario-report.ts';
import type { CaseResult, Report } from '../result.ts';
import type { ResultsFolder } from '../store/results-folder.ts';
import { decideExit } from './decide-exit.ts';

export async function run(typed: RunOptions, argv: readonly string[], terminal: Terminal): Promise<number> {
  const { options, open } = planInvocation(typed, argv);
  prepareReports(options.reporters);
  const prepared = await prepare(options, terminal);
  const { report, folder, interruptedWith } = await measureAll(
    prepared,
    options,
    open(prepared),
    terminal,
    printScenario(options, terminal),
  );
  if (options.json) terminal.print(JSON.stringify(report, null, 2));
  writeReports(options.reporters, { kind: 'run', report }, terminal);
  sayWhereResultsAre(report, folder, terminal);
  return interruptedWith ?? decideExit(report.results, options.strict);
}

interface PlannedInvocation {
  readonly options: RunOptions;
  readonly open: (prepared: Prepared) => OpenInvocation;
}

/** A new invocation, or the interrupted one that is resumed: what it measures was decided then, how it is shown is decided now. */
function planInvocation(typed: RunOptions, argv: readonly string[]): PlannedInvocation {
  const { resume, resultsRoot, json, reporters, strict, verbose } = typed;
  if (resume === undefined) {
    const begin = ({ nodePaths }: Prepared): OpenInvocation =>
      openInvocation(resultsRoot, {
        ...{ seed: typed.seed, argv, nodePaths },
        request: storeRequest('run', typed),
      });
    return { options: typed, open: begin };
  }
  const { invocation, open } = readInterruptedInvocation(resultsRoot, resume);
  const { seed, nodePaths, request } = invocation;
  const restored = { ...restoreRequest(request), command: 'run', seed, resume } as const;
  // A newer Node that satisfies the same version may be installed by now.
  const nodes = { nodes: nodePaths };
  return { options: { ...restored, ...nodes, resultsRoot, json, reporters, strict, verbose }, open };
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
  say(colors.dim(`results in ${folder.path}`));
  if (!report.complete)
    say(`interrupted; partial results saved. Resume with: tidemark run --resume ${folder.path}`);
}
