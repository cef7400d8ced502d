/** What a person reads of a scenario: a table, the timeline, a sentence, what did not hold, and the warnings. */

import type { BuiltTable } from '../../compare/comparison-table.ts';
import { type CaseResult, endedAsExpected, type RunOutcome, type RunResult } from '../../result.ts';
import { formatBytes, formatDuration } from '../../units.ts';
import { labelCase, labelSentence, varyingAxes } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import { describeVerdict } from '../text/growth-sentence.ts';
import { escapeControls, quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { renderComparisonTable } from './comparison-table.ts';
import { renderResultsTable } from './results-table.ts';
import { renderTimeline } from './timeline-chart.ts';

export interface TerminalStyle {
  readonly width: number;
  readonly colors: Colors;
}

const SHOWN_STDERR_LINES = 5;

/** The results of the cases of one scenario; `tables` where it lays them side by side. Ends without a newline. */
export function renderScenario(
  results: readonly CaseResult[],
  tables: readonly BuiltTable[],
  style: TerminalStyle,
): string {
  const [first] = results;
  if (first === undefined) return '';
  const { colors, width } = style;
  const axes = varyingAxes(results);
  const title = wrapText(`${first.scenario}  ${quoteLine(first.title)}`, width, '  ');
  const parts = [
    title.replace(first.scenario, colors.bold(first.scenario)),
    ...(tables.length === 0
      ? renderFigures(results, axes, style)
      : tables.map((table) => renderTable(table, axes, style))),
    renderExpectations(results, style),
    renderWarnings(results, axes, style),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderFigures(
  results: readonly CaseResult[],
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
    results.map((result) => renderSentence(result, axes, style)).join('\n'),
  ];
}

/** Empty where there was no stable run. */
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
  return heading + renderComparisonTable(table, style);
}

function renderSentence(
  result: CaseResult,
  axes: readonly string[],
  { colors, width }: TerminalStyle,
): string {
  const text = describeVerdict(result) + labelSentence(result, axes);
  return wrapText(text, width).replace(result.growth?.verdict ?? '', (verdict) => colors.bold(verdict));
}

/** How many expectations held, what did not, and which runs failed. Ends without a newline. */
export function renderExpectations(results: readonly CaseResult[], style: TerminalStyle): string {
  const axes = varyingAxes(results);
  const failures = results.flatMap((result) => renderFailures(result, labelSentence(result, axes), style));
  return [...renderHeld(results, style), ...failures].join('\n');
}

/** What did not hold is told one by one. */
function renderHeld(results: readonly CaseResult[], { colors }: TerminalStyle): string[] {
  const all = results.flatMap(({ expectations }) => expectations);
  const heldCount = all.filter(({ passed }) => passed).length;
  if (heldCount === 0) return [];
  const which = heldCount < all.length ? `${heldCount} of ${all.length}` : `${heldCount}`;
  return [colors.green(`✓ ${which} ${all.length === 1 ? 'expectation' : 'expectations'} held`)];
}

/** What did not hold, and the runs that failed, each line with `where` behind it: which of the cases it is. */
export function renderFailures(result: CaseResult, where: string, style: TerminalStyle): string[] {
  const { colors, width } = style;
  const broken = result.expectations
    .filter(({ passed }) => !passed)
    .map(({ text }) =>
      colors.red(wrapText(`✗ expected, and did not hold: ${quoteLine(text)}${where}`, width, '  ')),
    );
  const failed = result.runs.filter(
    (run) => run.outcome.state !== 'completed' && !endedAsExpected(run, result),
  );
  return [...broken, ...renderFailedRuns(failed, result.runs.length, where, style)];
}

/** Each way to fail once, with how often, and the command that shows it again. */
function renderFailedRuns(
  failed: readonly RunResult[],
  total: number,
  where: string,
  style: TerminalStyle,
): string[] {
  const { colors, width } = style;
  const ways = [...new Set(failed.map(({ outcome }) => describeOutcome(outcome)))];
  return ways.flatMap((way) => {
    const alike = failed.filter(({ outcome }) => describeOutcome(outcome) === way);
    const [example] = alike;
    const which = `${alike.length} of ${total} runs (${[...new Set(alike.map(({ kind }) => kind))].join(', ')})`;
    const stderr =
      example?.outcome.state === 'crashed' ? example.outcome.stderrLines.slice(0, SHOWN_STDERR_LINES) : [];
    return [
      colors.red(wrapText(`✗ ${which} ${quoteLine(way)}${where}`, width, '  ')),
      ...stderr.map((line) => colors.dim(cut(`  | ${quoteLine(line)}`, width))),
      ...(example?.reproduce === undefined
        ? [colors.dim(wrapText(`  ${NOT_BY_HAND}`, width, '  '))]
        : [colors.dim('  run it by hand:'), `  ${escapeControls(example.reproduce)}`]),
    ];
  });
}

const NOT_BY_HAND =
  'its revision is not checked out any more: see it in a clone, with `tidemark run` and its scenario file';

const cut = (line: string, width: number): string =>
  line.length <= width ? line : `${line.slice(0, width - 1)}…`;

export function describeOutcome(outcome: RunOutcome): string {
  switch (outcome.state) {
    case 'completed':
      return 'completed';
    case 'timed-out':
      return `timed out after ${formatDuration(outcome.afterMs)}, in ${outcome.phase}: raise --timeout, or see what it waits for`;
    case 'out-of-memory': {
      const rss =
        outcome.lastRssBytes === undefined
          ? ''
          : `, last seen at ${formatBytes(outcome.lastRssBytes)} of RSS`;
      return `ran out of V8 heap in ${outcome.phase}${rss}: raise it with --node-flag=--max-old-space-size=MiB`;
    }
    case 'over-limit':
      return `took ${formatBytes(outcome.rssBytes)} in ${outcome.phase}, over the limit of ${formatBytes(outcome.limitBytes)}: raise --max-memory, or take a smaller volume`;
    case 'crashed':
      return `crashed in ${outcome.phase}: ${outcome.reason}`;
    case 'aborted':
      return `was interrupted in ${outcome.phase}`;
  }
}

/** A warning that several cases share is said once. */
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
