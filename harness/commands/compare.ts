/** `compare`: compares two stored reports, or the values of one axis of a report. Measures nothing. */
import { setFlagsFromString } from 'node:v8';
import type { CompareOptions } from '../command-line/compare.ts';
import { compareReports } from '../compare/compare-reports.ts';
import { stripRun } from '../compare/strip-run.ts';
import { EXIT, UsageError } from '../errors.ts';
import { compareNodeBench } from '../node-bench/compare-node-bench.ts';
import { isNodeBench, readNodeBenchSides } from '../node-bench/read-node-bench-sides.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import { renderAnswer } from '../report/terminal/answer.ts';
import { renderNodeBench } from '../report/terminal/node-bench/render-node-bench.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderValues } from '../report/terminal/values-table.ts';
import { renderComparison } from '../report/terminal/verdict-table.ts';
import { findSides, readReport } from '../store/read-report.ts';
import { compareAxisOf, type RequestedAxis } from './compare-axis.ts';
import { decideComparisonExit } from './decide-exit.ts';

export function compare(options: CompareOptions, terminal: Terminal): number {
  // With two reports of ten thousand runs the heap takes 175 MiB instead of 217 MiB, in the same time.
  setFlagsFromString('--optimize-for-size');
  if (options.by !== undefined) return compareAxis(options, options.by, terminal);
  prepareReports(options.reporters);
  const { a, b } = findBoth(options);
  if (isNodeBench(a) || isNodeBench(b)) return compareOutputs(a, b, options, terminal);
  const report = readReport(b, options.resultsRoot, stripRun);
  const comparison = compareReports(readReport(a, options.resultsRoot, stripRun), report);
  const reported = { kind: 'comparison', by: 'compare', comparison, report } as const;
  if (options.json) terminal.print(renderJsonText(comparison));
  else if (!takesStdout(options.reporters)) {
    const { verbose } = options;
    const tables = renderComparison(comparison, terminal, { verbose, by: 'compare' });
    terminal.print(`${tables}\n\n${renderAnswer(reported, terminal)}`);
  }
  writeReports(options.reporters, reported, terminal);
  return decideComparisonExit(comparison, options.strict);
}

function compareOutputs(a: string, b: string, options: CompareOptions, terminal: Terminal): number {
  if (options.reporters.length > 0) {
    throw new UsageError('--reporter does not know output of node:bench', { hint: 'use --json' });
  }
  const sides = readNodeBenchSides({ a, b });
  const comparison = compareNodeBench(sides.a, sides.b);
  terminal.print(options.json ? renderJsonText(comparison) : renderNodeBench(comparison, terminal));
  return decideComparisonExit(comparison, options.strict);
}

function findBoth({ reports: [a, b], resultsRoot }: CompareOptions): {
  readonly a: string;
  readonly b: string;
} {
  if (b !== undefined) return { a, b };
  const sides = findSides(a, resultsRoot);
  if (sides !== undefined) return sides;
  throw new UsageError('a second report is missing', {
    hint: 'give a second report, or --by and a parameter: tidemark compare REPORT --by highWaterMark',
  });
}

function compareAxis(
  { reports: [named], resultsRoot, json }: CompareOptions,
  by: RequestedAxis,
  terminal: Terminal,
): number {
  const report = readReport(named, resultsRoot, stripRun);
  const comparison = compareAxisOf(report, by);
  terminal.print(json ? renderJsonText(comparison) : renderValues(comparison, terminal));
  return comparison.tables.length === 0 ? EXIT.notComparable : EXIT.pass;
}
