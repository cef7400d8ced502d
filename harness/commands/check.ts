/** `check`: measures the cases of a baseline again, compares, and exits: the gate for CI. */
import { existsSync } from 'node:fs';
import { findInProject } from '../catalogue/scenario-file.ts';
import type { AbOptions } from '../command-line/ab.ts';
import type { CheckOptions } from '../command-line/check.ts';
import type { RunOptions } from '../command-line/run.ts';
import { compareReports } from '../compare/compare-reports.ts';
import { joinComparisons } from '../compare/join-comparisons.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import { EXIT, UsageError } from '../errors.ts';
import { type MeasuredCheck, measureCheck } from '../measure/measure-check.ts';
import { findUnconfirmed } from '../measure/pair-rules.ts';
import { MACHINE_DEPENDENT, MACHINE_INDEPENDENT, METRIC_CLASSES, type MetricClass } from '../metrics.ts';
import { compareNodeBench } from '../node-bench/compare-node-bench.ts';
import { isNodeBench, readNodeBenchSides } from '../node-bench/read-node-bench-sides.ts';
import { STABLE_INTERVAL_MS } from '../plan/plan-runs.ts';
import { findObstacles } from '../prepare/check-preconditions.ts';
import { prepare } from '../prepare/prepare.ts';
import { findBaseline, recallBaseline, selectCases, selectShard } from '../prepare/recall-baseline.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import { renderAnswer } from '../report/terminal/answer.ts';
import { listChangedCases } from '../report/terminal/check/changed-cases.ts';
import { renderPlan } from '../report/terminal/check/check-plan.ts';
import { renderLabelsOfRegressions } from '../report/terminal/label-table.ts';
import { renderNodeBench } from '../report/terminal/node-bench/render-node-bench.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderOutput } from '../report/terminal/scenario-output.ts';
import { renderExpectations } from '../report/terminal/scenario-report.ts';
import { renderComparison } from '../report/terminal/verdict-table.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import type { CaseResult, Report } from '../result.ts';
import { readReport } from '../store/read-report.ts';
import { decideComparisonExit, decideExit } from './decide-exit.ts';

export async function check(
  options: CheckOptions,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (options.benchOutput !== undefined || isNodeBench(options.baseline))
    return checkNodeBench(options, terminal);
  prepareReports(options.reporters);
  const path = findBaseline(options);
  const stored = readReport(path, options.resultsRoot);
  const classes = listStoredClasses(options);
  const recalled = recallBaseline(stored, path, options);
  const measured = { ...recalled, stableRuns: classes.has('memory') ? recalled.stableRuns : 0 };
  const pairs = planPairs(options, measured);
  const prepared = await prepare(measured, terminal);
  const selected = options.scenarios.length === 0 ? stored : selectCases(stored, path, prepared.subjects);
  const baseline = prepared.shard === undefined ? selected : selectShard(selected, prepared.shard);
  const obstacles = findObstacles(baseline, prepared.environment, options);
  if (options.dryRun) {
    const { againstRevision } = options;
    terminal.print(renderPlan({ baseline, path, prepared, classes, obstacles, againstRevision }, terminal));
    return obstacles.length > 0 ? EXIT.notComparable : EXIT.pass;
  }
  if (obstacles.length > 0) return sayNotComparable(obstacles, path, terminal);
  for (const line of listChangedCases(baseline.results, prepared.subjects, listRemoved(stored, selected)))
    terminal.say(terminal.colors.yellow(wrapText(`! ${line}`, terminal.width, '  ')));
  const result = await measureCheck(
    {
      ...{ argv, options: measured, prepared, baseline, pairs },
      findUnconfirmed: (report) =>
        findUnconfirmed({ a: baseline, b: report }, classes).map((kinds) => kinds.has('stable')),
    },
    terminal,
  );
  if (result.state === 'interrupted') return sayInterrupted(result, terminal);
  return conclude(baseline, result, classes, options, terminal);
}

/** Measures nothing: node:bench has. A benchmark that only one side has is never ignored. */
function checkNodeBench({ baseline, benchOutput, json, strict }: CheckOptions, terminal: Terminal): number {
  if (benchOutput === undefined) {
    throw new UsageError(`${baseline} is output of node:bench, and check does not start node:bench`, {
      hint: 'run the benchmarks again, and name what they wrote: --bench-output after.ndjson',
    });
  }
  const sides = readNodeBenchSides({ a: baseline, b: benchOutput });
  const comparison = compareNodeBench(sides.a, sides.b);
  terminal.print(json ? renderJsonText(comparison) : renderNodeBench(comparison, terminal));
  const names = new Set([...sides.a.benches.keys(), ...sides.b.benches.keys()]);
  const hasAll = [...names].every((name) => sides.a.benches.has(name) && sides.b.benches.has(name));
  if (!hasAll && comparison.verdict !== 'regression') return EXIT.notComparable;
  return decideComparisonExit(comparison, strict);
}

/** Those that --scenario leaves out, and that have no file any more. */
const listRemoved = (stored: Report, selected: Report): CaseResult[] =>
  stored.results.filter(
    (one) =>
      !selected.results.includes(one) && one.file !== undefined && !existsSync(findInProject(one.file)),
  );

function conclude(
  baseline: Report,
  { report, pairs, path }: Extract<MeasuredCheck, { state: 'measured' }>,
  classes: ReadonlySet<MetricClass>,
  options: CheckOptions,
  terminal: Terminal,
): number {
  if (baseline.results.length === 0 && report.results.length === 0) return sayEmpty(path, terminal);
  const stored = compareReports(baseline, report, { classes });
  const joined = pairs === undefined ? stored : joinComparisons(stored, pairs);
  const comparison = nameSides(joined, options);
  show(comparison, report, options, terminal);
  terminal.say(terminal.colors.dim(`results in ${quoteLine(path)}`));
  return decideCheck(comparison, report, options.strict);
}

/** Only a shard can have no cases. */
function sayEmpty(path: string, { say, colors }: Terminal): number {
  say(colors.dim(`results in ${quoteLine(path)}`));
  return EXIT.pass;
}

/** The classes that are judged by the stored baseline. */
const listStoredClasses = ({
  metrics = new Set(METRIC_CLASSES),
  againstRevision,
}: CheckOptions): ReadonlySet<MetricClass> =>
  new Set([...MACHINE_INDEPENDENT, ...(againstRevision === undefined ? metrics : [])]);

/** Memory and time, of the revision and of the working tree; undefined if no revision is given. */
function planPairs(
  { againstRevision, ignoresScripts, maxPairs, metrics }: CheckOptions,
  measured: RunOptions,
): AbOptions | undefined {
  if (againstRevision === undefined) return undefined;
  if (measured.matrix) {
    throw new UsageError('--against-rev cannot measure a baseline of --matrix', {
      hint: 'store a baseline of the values that matter, with --param',
    });
  }
  return {
    ...measured,
    command: 'ab',
    contrast: { by: 'rev', given: { a: againstRevision, b: undefined } },
    node: measured.nodes[0],
    classes: new Set(MACHINE_DEPENDENT.filter((each) => metrics?.has(each) ?? true)),
    minPairs: undefined,
    maxPairs,
    ignoresScripts,
    sampleIntervalMs: STABLE_INTERVAL_MS,
  };
}

function nameSides(
  comparison: ReportComparison,
  { baseline, againstRevision }: CheckOptions,
): ReportComparison {
  const revision = againstRevision === undefined ? '' : `, and ${againstRevision} in pairs`;
  return {
    ...comparison,
    a: { ...comparison.a, label: `baseline ${baseline}${revision}` },
    b: { ...comparison.b, label: 'now' },
  };
}

function sayNotComparable(
  obstacles: readonly string[],
  path: string,
  { say, colors, width }: Terminal,
): number {
  const what = `${colors.red('tidemark:')} ${quoteLine(path)} cannot be compared with what would run here:`;
  say(wrapText(what, width, '  '));
  for (const obstacle of obstacles) say(wrapText(`  ${quoteLine(obstacle)}`, width, '  '));
  return EXIT.notComparable;
}

function sayInterrupted(
  { exitCode, path }: Extract<MeasuredCheck, { state: 'interrupted' }>,
  { say }: Terminal,
): number {
  say(
    path === undefined
      ? 'interrupted before anything was measured'
      : `interrupted before a verdict; partial results saved in ${quoteLine(path)}. Start the check again`,
  );
  return exitCode;
}

function show(
  comparison: ReportComparison,
  report: Report,
  { json, reporters, verbose }: CheckOptions,
  terminal: Terminal,
): void {
  const reported = { kind: 'comparison', by: 'check', comparison, report } as const;
  if (json) terminal.print(renderJsonText(comparison));
  else if (!takesStdout(reporters)) {
    const parts = [
      renderComparison(comparison, terminal, { verbose, by: 'check' }),
      ...(verbose
        ? [
            renderLabelsOfRegressions(comparison, report.results, terminal),
            renderExpectations(report.results, terminal),
          ]
        : []),
      renderOutput(report.results, verbose, terminal),
      renderAnswer(reported, terminal),
    ];
    terminal.print(parts.filter((part) => part !== '').join('\n\n'));
  }
  writeReports(reporters, reported, terminal);
}

/** A regression first, then what could not be compared or measured; a case that only one side has is never ignored. */
export function decideCheck(comparison: ReportComparison, report: Report, strict: boolean): number {
  if (comparison.verdict === 'regression') return EXIT.failed;
  const isComparable = comparison.isComparable && comparison.missing.length === 0;
  if (!isComparable || comparison.verdict === 'not-comparable') return EXIT.notComparable;
  const ofRuns = decideExit(report.results, false);
  if (ofRuns !== EXIT.pass) return ofRuns;
  return strict && comparison.verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.pass;
}
