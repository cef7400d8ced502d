/** `check`: runs the cases of a baseline again, compares, and exits: the gate for CI. */
import { compareReports } from '../compare/compare-reports.ts';
import { joinComparisons } from '../compare/join-comparisons.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { type AbMeasurement, type InterruptedAb, measureAb } from '../measure/measure-ab.ts';
import { measurePrepared } from '../measure/measure-all.ts';
import { findUnconfirmed } from '../measure/pair-rules.ts';
import type { AbOptions } from '../options/ab.ts';
import type { CheckOptions } from '../options/check.ts';
import {
  MACHINE_DEPENDENT,
  MACHINE_INDEPENDENT,
  METRIC_CLASSES,
  type MetricClass,
} from '../options/metric-classes.ts';
import type { RunOptions } from '../options/run.ts';
import { STABLE_INTERVAL_MS } from '../plan/plan-runs.ts';
import { findObstacles } from '../prepare/check-preconditions.ts';
import { prepare } from '../prepare/prepare.ts';
import { findBaseline, recallBaseline } from '../prepare/recall-baseline.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import { renderPlan } from '../report/terminal/check-plan.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderExpectations } from '../report/terminal/scenario-report.ts';
import { renderComparison } from '../report/terminal/verdict-table.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import type { Report } from '../result.ts';
import { readReport } from '../store/read-report.ts';
import { decideExit } from './decide-exit.ts';

export async function check(options: CheckOptions, terminal: Terminal): Promise<number> {
  prepareReports(options.reporters);
  const path = findBaseline(options);
  const baseline = readReport(path, options.resultsRoot);
  const classes = listKeptClasses(options);
  const recalled = await recallBaseline(baseline, path, options);
  const requested = { ...recalled, stableRuns: classes.has('memory') ? recalled.stableRuns : 0 };
  const prepared = await prepare(requested, terminal);
  const obstacles = findObstacles(baseline, prepared.environment, options);
  if (options.dryRun) {
    terminal.print(
      renderPlan(
        {
          baseline,
          path,
          prepared,
          classes,
          obstacles,
          againstRevision: options.againstRevision,
        },
        terminal,
      ),
    );
    return obstacles.length > 0 ? EXIT.notComparable : EXIT.pass;
  }
  if (obstacles.length > 0) return sayNotComparable(obstacles, path, terminal);

  const beside = await measureAgainstRevision(options, requested, terminal);
  if (beside !== undefined && 'interruptedWith' in beside) return beside.interruptedWith;
  const { report, folder, interruptedWith } = await measurePrepared(
    prepared,
    requested,
    baseline.argv,
    terminal,
    {
      findUnconfirmed: (report) =>
        findUnconfirmed({ a: baseline, b: report }, classes).map((kinds) => kinds.has('stable')),
    },
  );
  if (interruptedWith !== undefined) {
    terminal.say(`interrupted: nothing is decided; what was measured is in ${folder.path}`);
    return interruptedWith;
  }
  const kept = compareReports(baseline, report, { classes });
  const joined = beside === undefined ? kept : joinComparisons(kept, beside.comparison);
  const comparison = nameSides(joined, options);
  show(comparison, report, options, terminal);
  terminal.say(terminal.colors.dim(`results in ${folder.path}`));
  return decideCheck(comparison, report, options.strict);
}

/** What the stored file judges, as far as it can. */
const listKeptClasses = ({
  metrics = new Set(METRIC_CLASSES),
  againstRevision,
}: CheckOptions): ReadonlySet<MetricClass> =>
  new Set([...MACHINE_INDEPENDENT, ...(againstRevision === undefined ? metrics : [])]);

/** Time and RSS, by the code of the revision and by yours in pairs. */
async function measureAgainstRevision(
  { againstRevision, maxPairs, metrics }: CheckOptions,
  requested: RunOptions,
  terminal: Terminal,
): Promise<AbMeasurement | InterruptedAb | undefined> {
  if (againstRevision === undefined) return undefined;
  const { scenarios, nodes, matrix } = requested;
  if (matrix) {
    throw new UsageError('--against-rev cannot run what a baseline of --matrix asks for', {
      hint: 'keep a baseline of the values that matter, by --param',
    });
  }
  const options: AbOptions = {
    ...requested,
    command: 'ab',
    scenarios,
    contrast: { by: 'rev', given: { a: againstRevision, b: undefined } },
    node: nodes[0],
    classes: new Set(MACHINE_DEPENDENT.filter((one) => metrics?.has(one) ?? true)),
    minPairs: undefined,
    maxPairs: maxPairs,
    sampleIntervalMs: STABLE_INTERVAL_MS,
  };
  return measureAb(options, ['check', '--against-rev', againstRevision], terminal);
}

function nameSides(
  comparison: ReportComparison,
  { baseline, againstRevision }: CheckOptions,
): ReportComparison {
  const beside = againstRevision === undefined ? '' : `, and ${againstRevision} beside it`;
  return {
    ...comparison,
    a: { ...comparison.a, label: `baseline ${baseline}${beside}` },
    b: { ...comparison.b, label: 'now' },
  };
}

function sayNotComparable(
  obstacles: readonly string[],
  path: string,
  { say, colors, width }: Terminal,
): number {
  say(`${colors.red('tidemark:')} ${quoteLine(path)} cannot be compared with what would run here:`);
  for (const obstacle of obstacles) say(wrapText(`  ${quoteLine(obstacle)}`, width, '  '));
  return EXIT.notComparable;
}

function show(
  comparison: ReportComparison,
  report: Report,
  { json, reporters }: CheckOptions,
  terminal: Terminal,
): void {
  if (json) terminal.print(JSON.stringify(comparison, null, 2));
  else if (!takesStdout(reporters)) {
    terminal.print(renderComparison(comparison, terminal));
    const expectations = renderExpectations(report.results, terminal);
    if (expectations !== '') terminal.print(`\n${expectations}`);
  }
  writeReports(reporters, { kind: 'comparison', comparison, report }, terminal);
}

/** A regression first, then what could not be compared or measured; a case that only one side has is never passed over. */
export function decideCheck(comparison: ReportComparison, report: Report, strict: boolean): number {
  if (comparison.verdict === 'regression') return EXIT.failed;
  const isComparable = comparison.isComparable && comparison.missing.length === 0;
  if (!isComparable || comparison.verdict === 'not-comparable') return EXIT.notComparable;
  const ofRuns = decideExit(report.results, false);
  if (ofRuns !== EXIT.pass) return ofRuns;
  return strict && comparison.verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.pass;
}
