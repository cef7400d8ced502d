/** `baseline`: stores a report in results/baselines/, to check against later. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nameScenario, scenarioKey } from '../case-key.ts';
import type { BaselineOptions, ListBaselines, SaveBaseline } from '../command-line/baseline.ts';
import { MIN_EXACT_RUNS } from '../compare/metric-rules.ts';
import { EXIT, ResultsError, UsageError } from '../errors.ts';
import { makeFolders } from '../files/make-folders.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { describeRevision } from '../report/text/answer/case-counts.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import { endedAsExpected, hasPassed, type Report } from '../result.ts';
import { nameNode } from '../runtimes/runtime.ts';
import { baselinePath, listBaselines, listReports } from '../store/baselines.ts';
import { readReport } from '../store/read-report.ts';
import { writeWhole } from '../store/whole-file.ts';
import { quoteForShell } from '../words/quote-for-shell.ts';

export function baseline(options: BaselineOptions, terminal: Terminal): number {
  return options.action === 'save' ? save(options, terminal) : list(options, terminal);
}

function save(
  { name, report: named, force, resultsRoot }: SaveBaseline,
  { say, colors, width }: Terminal,
): number {
  const path = named ?? findNewest(resultsRoot);
  const report = readReport(path, resultsRoot);
  refuseUnusable(report, path);
  const doubts = listDoubts(report);
  const [first] = doubts;
  if (first !== undefined && !force) {
    throw new UsageError(`${path} should not be a baseline: ${first.what}`, {
      hint: `${first.hint}; or store it anyway with --force`,
    });
  }
  const stored = baselinePath(resultsRoot, name);
  const replaced = existsSync(stored) ? describeFile(stored, resultsRoot) : undefined;
  storeFile(stored, `${JSON.stringify(report, null, 1)}\n`);
  for (const { what } of doubts) say(colors.yellow(wrapText(`! ${quoteLine(what)}`, width, '  ')));
  say(wrapText(`saved ${quoteLine(path)} as ${quoteLine(stored)}: ${describe(report)}`, width, '  '));
  if (replaced !== undefined) say(wrapText(`it replaces ${replaced}`, width, '  '));
  const { runtimes = [] } = report.request;
  const words = [name, ...runtimes.flatMap((runtime) => ['--runtime', runtime])];
  const options = quoteLine(words.map((word) => quoteForShell(word)).join(' '));
  say(colors.dim(`check against it with: tidemark check --baseline ${options}`));
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

/** What nothing can be compared with. */
function refuseUnusable({ complete, request, side, results }: Report, path: string): void {
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(`${path} cannot be a baseline: ${what}`, { hint });
  };
  if (!complete) refuse('it was interrupted', 'finish it with `tidemark run --resume`');
  if (request.command === 'tune') refuse('it is the report of a tuning', 'use a report of `tidemark run`');
  if (request.command === 'claims') refuse('it is a report of claims', 'use a report of `tidemark run`');
  if (side !== undefined) refuse('it is one side of an A/B comparison', 'use a report of `tidemark run`');
  if (results.length === 0) refuse('it has no results', 'use another report');
  for (const result of results) {
    const measured = result.runs.filter(({ kind }) => kind === 'measure').length;
    if (measured >= MIN_EXACT_RUNS) continue;
    refuse(
      `${nameScenario(result, results)} has ${measured} measure ${measured === 1 ? 'run' : 'runs'}`,
      `measure it with --runs ${MIN_EXACT_RUNS} or more, to show which counters vary`,
    );
  }
}

interface Doubt {
  readonly what: string;
  readonly hint: string;
}

/** One that fails its own expectations would let the same fault pass, and nobody could measure one with changes again. */
function listDoubts({ results, environment }: Report): Doubt[] {
  const ofCases = results.flatMap((result): Doubt[] => {
    const name = nameScenario(result, results);
    const unmeasured = result.runs.find((one) => !endedAsExpected(one, result));
    const broken = result.expectations.find((one) => !hasPassed(one));
    const how = broken !== undefined && 'passed' in broken ? 'failed' : 'was not judged';
    return [
      ...(unmeasured === undefined
        ? []
        : [
            {
              what: `a run of ${name} ended as ${unmeasured.outcome.state}`,
              hint: 'find out why, and measure it again',
            },
          ]),
      ...(broken === undefined
        ? []
        : [
            {
              what: `an expectation of ${name} ${how}: ${broken.text}`,
              hint: 'fix it, and measure it again',
            },
          ]),
    ];
  });
  const changes: Doubt = {
    what: 'it was measured with changes that were not committed',
    hint: 'commit them, and measure it again',
  };
  return [...ofCases, ...(environment.gitIsClean === false ? [changes] : [])];
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
  const revision = describeRevision(environment);
  const from = revision === '' ? '' : `, ${revision}`;
  return quoteLine(`${cases} of ${of}, ${nameNode(environment.node)}, ${startedAt.slice(0, 10)}${from}`);
}
