/** `compare`: compares two stored reports, or the values of one axis of a report. Measures nothing. */
import { setFlagsFromString } from 'node:v8';
import type { CompareOptions } from '../command-line/compare.ts';
import { compareReports } from '../compare/compare-reports.ts';
import { compareValues, kindsOf, listAxes, listValues } from '../compare/compare-values.ts';
import { stripRun } from '../compare/strip-run.ts';
import { EXIT, UsageError } from '../errors.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import { renderAnswer } from '../report/terminal/answer.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderValues } from '../report/terminal/values-table.ts';
import { renderComparison } from '../report/terminal/verdict-table.ts';
import { formatParameter } from '../report/text/case-label.ts';
import type { ParameterKind, Report } from '../result.ts';
import type { ParameterValue } from '../scenario.ts';
import { findSides, readReport } from '../store/read-report.ts';
import { parseBytes } from '../units.ts';
import { suggestWord } from '../words/suggest-word.ts';
import { decideComparisonExit } from './decide-exit.ts';

export function compare(options: CompareOptions, terminal: Terminal): number {
  // With two reports of ten thousand runs the heap takes 175 MiB instead of 217 MiB, in the same time.
  setFlagsFromString('--optimize-for-size');
  if (options.by !== undefined) return compareAxis(options, options.by, terminal);
  prepareReports(options.reporters);
  const { a, b } = findBoth(options);
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
  { axis, reference: typed }: { readonly axis: string; readonly reference: string | undefined },
  terminal: Terminal,
): number {
  const report = readReport(named, resultsRoot, stripRun);
  const values = listValues(report, axis);
  refuseFewValues(report, axis, values);
  const reference = typed === undefined ? undefined : findValue(values, axis, typed, kindsOf(report)[axis]);
  const comparison = compareValues(report, { axis, against: reference });
  terminal.print(json ? renderJsonText(comparison) : renderValues(comparison, terminal));
  return comparison.tables.length === 0 ? EXIT.notComparable : EXIT.pass;
}

function refuseFewValues(report: Report, axis: string, values: readonly ParameterValue[]): void {
  if (values.length > 1) return;
  const axes = listAxes(report);
  if (!axes.includes(axis)) {
    throw new UsageError(`the report has no parameter ${axis}`, {
      hint: suggestWord(axis, axes) ?? `available: ${axes.join(', ')}`,
    });
  }
  const varying = axes.filter((one) => listValues(report, one).length > 1);
  const only = values.map((value) => formatParameter(value, kindsOf(report)[axis])).join('');
  throw new UsageError(`the report has only one value of ${axis}: ${only || 'none'}`, {
    hint:
      varying.length > 0
        ? `it has several values of ${varying.join(', ')}`
        : axis === 'node'
          ? 'measure several: --node 22 --node 24'
          : `measure several: --param ${axis}=…,…`,
  });
}

/** `64KiB` is 65536. */
function findValue(
  values: readonly ParameterValue[],
  axis: string,
  typed: string,
  kind: ParameterKind | undefined,
): ParameterValue {
  const found = values.find((value) => String(value) === typed || value === parseBytes(typed));
  if (found !== undefined) return found;
  const known = values.map((value) => formatParameter(value, kind));
  throw new UsageError(`the report has no value ${typed} of ${axis}`, {
    hint: suggestWord(typed, known) ?? `available: ${known.join(', ')}`,
  });
}
