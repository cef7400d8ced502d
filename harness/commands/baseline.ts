/** `baseline`: stores a report in results/baselines/, to check against later. */
import { dirname, join } from 'node:path';
import { nameScenario, scenarioKey } from '../case-key.ts';
import type { BaselineOptions, ListBaselines, SaveBaseline } from '../command-line/baseline.ts';
import { MIN_EXACT_RUNS } from '../compare/metric-rules.ts';
import { EXIT, ResultsError, UsageError } from '../errors.ts';
import { makeFolders } from '../files/make-folders.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { endedAsExpected, hasPassed, type Report } from '../result.ts';
import { baselinePath, listBaselines, listReports } from '../store/baselines.ts';
import { readReport } from '../store/read-report.ts';
import { writeWhole } from '../store/whole-file.ts';

export function baseline(options: BaselineOptions, terminal: Terminal): number {
  return options.action === 'save' ? save(options, terminal) : list(options, terminal);
}

function save({ name, report: named, resultsRoot }: SaveBaseline, { say, colors }: Terminal): number {
  const path = named ?? findNewest(resultsRoot);
  const report = readReport(path, resultsRoot);
  refuseUnfit(report, path);
  const stored = baselinePath(resultsRoot, name);
  storeFile(stored, `${JSON.stringify(report, null, 1)}\n`);
  say(`saved ${quoteLine(path)} as ${quoteLine(stored)}: ${describe(report)}`);
  say(colors.dim(`check against it with: tidemark check --baseline ${name}`));
  return EXIT.pass;
}

function storeFile(path: string, text: string): void {
  try {
    makeFolders(dirname(path));
    writeWhole(path, text);
  } catch (error) {
    throw new ResultsError(path, error);
  }
}

/** A baseline that is incomplete or fails its own expectations would let the same fault pass. */
function refuseUnfit(report: Report, path: string): void {
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(`${path} cannot be a baseline: ${what}`, { hint });
  };
  if (!report.complete) refuse('it was interrupted', 'finish it with `tidemark run --resume`');
  if (report.side !== undefined) {
    refuse('it is one side of an A/B comparison', 'use a report of `tidemark run`');
  }
  if (report.results.length === 0) refuse('it has no results', 'use another report');
  for (const result of report.results) {
    const name = nameScenario(result, report.results);
    const unmeasured = result.runs.find((one) => !endedAsExpected(one, result));
    if (unmeasured !== undefined) {
      refuse(`a run of ${name} ended as ${unmeasured.outcome.state}`, 'find out why, and measure it again');
    }
    const measured = result.runs.filter(({ kind }) => kind === 'measure').length;
    if (measured < MIN_EXACT_RUNS) {
      const runs = `${measured} measure ${measured === 1 ? 'run' : 'runs'}`;
      refuse(
        `${name} has ${runs}`,
        `measure it with --runs ${MIN_EXACT_RUNS} or more, to show which counters vary`,
      );
    }
    const broken = result.expectations.find((one) => !hasPassed(one));
    if (broken !== undefined) {
      const how = 'passed' in broken ? 'failed' : 'was not judged';
      refuse(`an expectation of ${name} ${how}: ${broken.text}`, 'fix it, and measure it again');
    }
  }
}

function findNewest(resultsRoot: string): string {
  const newest = listReports(resultsRoot).at(-1);
  if (newest !== undefined) return newest;
  throw new UsageError(`there is no report to store in ${resultsRoot}`, {
    hint: 'make one with `tidemark run`, or give the path of a report',
  });
}

function list({ resultsRoot }: ListBaselines, { print }: Terminal): number {
  const names = listBaselines(resultsRoot);
  for (const name of names) {
    print(`${quoteLine(name)}  ${describeFile(baselinePath(resultsRoot, name), resultsRoot)}`);
  }
  if (names.length === 0) print(`no baselines in ${quoteLine(join(resultsRoot, 'baselines'))}`);
  return EXIT.pass;
}

function describeFile(path: string, resultsRoot: string): string {
  try {
    return describe(readReport(path, resultsRoot));
  } catch (error) {
    if (error instanceof UsageError) return quoteLine(error.message);
    throw error;
  }
}

function describe({ results, environment, startedAt }: Report): string {
  const scenarios = new Set(results.map(scenarioKey)).size;
  const cases = `${results.length} ${results.length === 1 ? 'case' : 'cases'}`;
  const of = `${scenarios} ${scenarios === 1 ? 'scenario' : 'scenarios'}`;
  return quoteLine(`${cases} of ${of}, Node ${environment.node}, ${startedAt.slice(0, 10)}`);
}
