/** Renders the results of a scenario: a table, the timeline, the verdict sentence, failed expectations, and warnings. */

import { nameScenario, type ScenarioIdentity } from '../../case-key.ts';
import type { BuiltTable } from '../../compare/comparison-table.ts';
import {
  type CaseResult,
  type Expectation,
  endedAsExpected,
  hasPassed,
  type RunResult,
} from '../../result.ts';
import { formatBytes } from '../../units.ts';
import { labelCase, labelSentence, varyingAxes } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import { describeVerdict } from '../text/growth-sentence.ts';
import { describeUnfinished } from '../text/label-rows.ts';
import { describeOutcome } from '../text/outcome-text.ts';
import { listRecorded } from '../text/recorded-rows.ts';
import { scenarioHeading } from '../text/scenario-heading.ts';
import { listTableSentences } from '../text/table/table-sentences.ts';
import { escapeControls, quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { renderCaseClaim } from './claims/case-claim.ts';
import { renderComparisonTable } from './comparison-table.ts';
import { renderLabels } from './label-table.ts';
import { renderResultsTable } from './results-table.ts';
import { renderTimeline } from './timeline-chart.ts';

export interface TerminalStyle {
  readonly width: number;
  readonly colors: Colors;
}

const SHOWN_STDERR_LINES = 5;

/** Renders the cases of one scenario, which are some of `all` in the invocation; as `tables` if it has a comparison table. Ends without a newline. */
export function renderScenario(
  results: readonly CaseResult[],
  tables: readonly BuiltTable[],
  style: TerminalStyle,
  all: readonly ScenarioIdentity[] = results,
): string {
  const [first] = results;
  if (first === undefined) return '';
  const { colors, width } = style;
  const axes = varyingAxes(results);
  const name = quoteLine(nameScenario(first, all));
  const title = wrapText(scenarioHeading(name, first), width, '  ');
  const parts = [
    title.replace(first.scenario, colors.bold(first.scenario)),
    ...(tables.length === 0
      ? renderFigures(results, all, axes, style)
      : tables.map((table) => renderTable(table, axes, style))),
    results
      .map((result) => renderLabels(result, axes, style))
      .filter(Boolean)
      .join('\n\n'),
    renderExpectations(results, style),
    renderWarnings(results, axes, style),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderFigures(
  results: readonly CaseResult[],
  all: readonly ScenarioIdentity[],
  axes: readonly string[],
  style: TerminalStyle,
): string[] {
  const [first] = results;
  if (first === undefined) return [];
  return [
    renderResultsTable(results, style),
    renderTimeline(first, labelSentence(first, axes), style),
    results
      .map((result) => renderStable(result, axes, style))
      .filter(Boolean)
      .join('\n'),
    results
      .map((result) => renderRecorded(result, axes, style))
      .filter(Boolean)
      .join('\n'),
    results.map((result) => renderSentence(result, all, axes, style)).join('\n'),
    results
      .map((result) => renderCaseClaim(result, labelSentence(result, axes), style))
      .filter(Boolean)
      .join('\n'),
  ];
}

/** A line for each figure that the scenario recorded. */
const renderRecorded = (result: CaseResult, axes: readonly string[], { width }: TerminalStyle): string =>
  listRecorded(result)
    .map(({ name, figure }) => `recorded ${quoteLine(name)}: ${figure}${labelSentence(result, axes)}`)
    .map((line) => wrapText(line, width, '  '))
    .join('\n');

/** Empty if there was no stable run. */
function renderStable(result: CaseResult, axes: readonly string[], style: TerminalStyle): string {
  const rss = result.summary.stablePeakRssBytes;
  if (rss === undefined) return '';
  const [low, high] = [rss.low, rss.high].map(formatBytes);
  const text = `stable RSS: ${formatBytes(rss.median)} (${low} to ${high}, ${rss.n} runs)`;
  return wrapText(text + labelSentence(result, axes), style.width);
}

function renderTable(table: BuiltTable, axes: readonly string[], style: TerminalStyle): string {
  const { rows, columns, blocks } = table.layout;
  const label = labelCase(
    table.example,
    axes.filter((axis) => ![rows, columns, blocks].includes(axis)),
  );
  const heading = label === '' ? '' : `${style.colors.bold(wrapText(label, style.width))}\n`;
  const sentences = listTableSentences(table).map((line) => wrapText(`  ${line}`, style.width, '    '));
  return [heading + renderComparisonTable(table, style), sentences.join('\n')].filter(Boolean).join('\n\n');
}

function renderSentence(
  result: CaseResult,
  all: readonly ScenarioIdentity[],
  axes: readonly string[],
  { colors, width }: TerminalStyle,
): string {
  const text = describeVerdict(result, all) + labelSentence(result, axes);
  return wrapText(text, width).replace(result.growth?.verdict ?? '', (verdict) => colors.bold(verdict));
}

/** Renders how many expectations passed, which failed, and which runs failed. Ends without a newline. */
export function renderExpectations(results: readonly CaseResult[], style: TerminalStyle): string {
  const axes = varyingAxes(results);
  const failures = results.flatMap((result) => renderFailures(result, labelSentence(result, axes), style));
  return [...renderPassed(results, style), ...failures].join('\n');
}

/** Only counted: the expectations that failed are listed one by one. */
function renderPassed(results: readonly CaseResult[], { colors }: TerminalStyle): string[] {
  const all = results.flatMap(({ expectations }) => expectations);
  const passedCount = all.filter(hasPassed).length;
  if (passedCount === 0) return [];
  const which = passedCount < all.length ? `${passedCount} of ${all.length}` : `${passedCount}`;
  return [colors.green(`✓ ${which} ${all.length === 1 ? 'expectation' : 'expectations'} passed`)];
}

/** Renders the expectations and runs that failed; each line ends with `where`, the label of the case. */
export function renderFailures(result: CaseResult, where: string, style: TerminalStyle): string[] {
  const { colors, width } = style;
  const failedExpectations = result.expectations.flatMap((one) => {
    const failure = describeExpectationFailure(one);
    return failure === undefined ? [] : [colors.red(wrapText(`✗ ${failure}${where}`, width, '  '))];
  });
  const failedRuns = result.runs.filter(
    (run) => run.outcome.state !== 'completed' && !endedAsExpected(run, result),
  );
  return [...failedExpectations, ...renderFailedRuns(failedRuns, result.runs.length, where, style)];
}

function describeExpectationFailure(expectation: Expectation): string | undefined {
  const text = quoteLine(expectation.text);
  if ('notJudged' in expectation) return `not judged: ${text}: ${quoteLine(expectation.notJudged)}`;
  return expectation.passed ? undefined : `expectation failed: ${text}`;
}

/** Renders each distinct failure once, with its count and the command that reproduces it. */
function renderFailedRuns(
  failed: readonly RunResult[],
  total: number,
  where: string,
  style: TerminalStyle,
): string[] {
  const { colors, width } = style;
  const failures = [...new Set(failed.map(({ outcome }) => describeOutcome(outcome)))];
  return failures.flatMap((failure) => {
    const alike = failed.filter(({ outcome }) => describeOutcome(outcome) === failure);
    const [example] = alike;
    const which = `${alike.length} of ${total} runs (${[...new Set(alike.map(({ kind }) => kind))].join(', ')})`;
    return [
      colors.red(wrapText(`✗ ${which} ${quoteLine(failure)}${where}`, width, '  ')),
      ...(example === undefined ? [] : describeUnfinished(example)).map((line) =>
        wrapText(`  ${line}`, width, '  '),
      ),
      ...(example === undefined ? [] : renderTrace(example, style)),
      ...(example?.reproduce === undefined
        ? [colors.dim(wrapText(`  ${NOT_REPRODUCIBLE}`, width, '  '))]
        : [colors.dim('  reproduce with:'), `  ${escapeControls(example.reproduce)}`]),
    ];
  });
}

/** Where it failed. What it printed is shown below, with its output, where that is saved. */
function renderTrace({ outcome, output }: RunResult, { colors, width }: TerminalStyle): string[] {
  if (outcome.state !== 'crashed') return [];
  const { frames = [], stderrLines } = outcome;
  const stderr = output === undefined ? stderrLines.slice(0, SHOWN_STDERR_LINES) : [];
  return [
    ...frames.map((frame) => colors.dim(wrapText(`    ${quoteLine(frame)}`, width, '      '))),
    ...stderr.map((line) => colors.dim(cut(`  | ${quoteLine(line)}`, width))),
  ];
}

const NOT_REPRODUCIBLE =
  'its revision is no longer checked out: to reproduce it, use `tidemark run` with its scenario file in a clone';

const cut = (line: string, width: number): string =>
  line.length <= width ? line : `${line.slice(0, width - 1)}…`;

/** A warning that several cases share is shown once. */
export function renderWarnings(
  results: readonly CaseResult[],
  axes: readonly string[],
  { colors, width }: TerminalStyle,
): string {
  const sharing = new Map<string, CaseResult[]>();
  for (const result of results) {
    for (const { code, message } of result.warnings) {
      const line = `! ${code}: ${message}`;
      sharing.set(line, [...(sharing.get(line) ?? []), result]);
    }
  }
  return [...sharing]
    .map(([line, cases]) => `${quoteLine(line)}${labelShared(cases, results.length, axes)}`)
    .map((line) => colors.yellow(wrapText(line, width, '  ')))
    .join('\n');
}

function labelShared(sharing: readonly CaseResult[], total: number, axes: readonly string[]): string {
  const [only] = sharing;
  if (sharing.length > 1)
    return sharing.length === total ? ' [all cases]' : ` [${sharing.length} of ${total} cases]`;
  return only === undefined ? '' : labelSentence(only, axes);
}
