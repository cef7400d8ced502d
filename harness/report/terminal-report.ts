/** What a person reads of a scenario: a table, the timeline, a sentence, what did not hold, and the doubts. */

import type { CaseResult, RunOutcome, RunResult } from '../result.ts';
import { formatBytes, formatDuration } from '../units.ts';
import { labelCase, varyingAxes } from './case-label.ts';
import type { Colors } from './colors.ts';
import { renderResultsTable } from './results-table.ts';
import { escapeControls } from './terminal-text.ts';
import { renderTimeline } from './timeline-chart.ts';
import { describeVerdict } from './verdict-sentence.ts';
import { wrapText } from './wrap-text.ts';

export interface TerminalStyle {
  readonly width: number;
  readonly colors: Colors;
}

const SHOWN_STDERR_LINES = 5;

/** The results of the cases of one scenario. Ends without a newline. */
export function renderScenario(results: readonly CaseResult[], style: TerminalStyle): string {
  const [first] = results;
  if (first === undefined) return '';
  const { colors, width } = style;
  const axes = varyingAxes(results);
  const title = `${colors.bold(first.scenario)}  ${escapeControls(first.title)}`;
  const parts = [
    title,
    renderResultsTable(results, colors),
    renderTimeline(first, width, colors),
    results.map((result) => renderSentence(result, axes, style)).join('\n'),
    results.flatMap((result) => renderFailures(result, axes, style)).join('\n'),
    renderWarnings(results, axes, style),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderSentence(
  result: CaseResult,
  axes: readonly string[],
  { colors, width }: TerminalStyle,
): string {
  const label = labelCase(result, axes);
  const text = `${describeVerdict(result)}${label === '' ? '' : ` [${label}]`}`;
  return wrapText(text, width).replace(result.growth?.verdict ?? '', (verdict) => colors.bold(verdict));
}

function renderFailures(result: CaseResult, axes: readonly string[], style: TerminalStyle): string[] {
  const { colors, width } = style;
  const label = labelCase(result, axes);
  const where = label === '' ? '' : ` [${label}]`;
  const broken = result.expectations
    .filter(({ held }) => !held)
    .map(({ text }) =>
      colors.red(wrapText(`✗ expected, and did not hold: ${escapeControls(text)}${where}`, width, '  ')),
    );
  return [...broken, ...renderFailedRuns(result.runs, where, style)];
}

/** Each way to fail once, with how often, and the command that shows it again. */
function renderFailedRuns(runs: readonly RunResult[], where: string, style: TerminalStyle): string[] {
  const { colors, width } = style;
  const failed = runs.filter(({ outcome }) => outcome.state !== 'completed');
  const ways = [...new Set(failed.map(({ outcome }) => describeOutcome(outcome)))];
  return ways.flatMap((way) => {
    const alike = failed.filter(({ outcome }) => describeOutcome(outcome) === way);
    const [example] = alike;
    const which = `${alike.length} of ${runs.length} runs (${[...new Set(alike.map(({ kind }) => kind))].join(', ')})`;
    const stderr =
      example?.outcome.state === 'crashed' ? example.outcome.stderrLines.slice(0, SHOWN_STDERR_LINES) : [];
    return [
      colors.red(wrapText(`✗ ${which} ${escapeControls(way)}${where}`, width, '  ')),
      ...stderr.map((line) => colors.dim(`  | ${quoteOutput(line).slice(0, width - 4)}`)),
      ...(example?.reproduce === undefined
        ? []
        : [colors.dim('  run it by hand:'), `  ${escapeControls(example.reproduce)}`]),
    ];
  });
}

/** A CI service takes some lines for commands, also in the middle of a line. */
const quoteOutput = (line: string): string =>
  escapeControls(line).replaceAll('##[', '## [').replace(/^::/, ': :');

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

function renderWarnings(
  results: readonly CaseResult[],
  axes: readonly string[],
  { colors, width }: TerminalStyle,
): string {
  const lines = results.flatMap((result) =>
    result.warnings.map(({ code, message }) => {
      const label = labelCase(result, axes);
      return `! ${code}: ${message}${label === '' ? '' : ` [${label}]`}`;
    }),
  );
  return [...new Set(lines)]
    .map((line) => colors.yellow(wrapText(escapeControls(line), width, '  ')))
    .join('\n');
}
