import { type CaseResult, endedAsExpected, hasPassed, type RunResult } from '../../result.ts';
import { formatBytes } from '../../units.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import type { TerminalStyle } from './scenario-report.ts';

/**
 * Renders how much the runs of a scenario printed, and where it is saved. The last lines of one run are shown if
 * `verbose`, or if something failed. Empty if nothing was printed. Ends without a newline.
 */
export function renderOutput(
  results: readonly CaseResult[],
  verbose: boolean,
  { colors, width }: TerminalStyle,
): string {
  const runs = results.flatMap((result) => result.runs);
  const printing = runs.filter(({ output }) => output !== undefined);
  const bytes = printing.reduce((sum, { output }) => sum + (output?.bytes ?? 0), 0);
  if (printing.length === 0) return '';
  const head = `scenario output: ${printing.length} of ${runs.length} runs printed ${formatBytes(bytes)}, saved in output/ of the results folder`;
  const shown = verbose || results.some(hasFailed) ? findShown(results) : undefined;
  const lines = shown?.output?.lastLines ?? [];
  return [
    colors.dim(wrapText(head, width, '  ')),
    ...(shown === undefined ? [] : [colors.dim(`  the last lines of ${shown.output?.file}:`)]),
    ...lines.map((line) => cut(`  | ${quoteLine(line)}`, width)),
  ].join('\n');
}

const hasFailed = (result: CaseResult): boolean =>
  !result.expectations.every(hasPassed) || result.runs.some((run) => !endedAsExpected(run, result));

/** Prefers a run that failed: its output is more useful. */
function findShown(results: readonly CaseResult[]): RunResult | undefined {
  const printing = (runs: readonly RunResult[]): RunResult | undefined =>
    runs.find(({ output }) => output !== undefined);
  const failed = results.flatMap((result) => result.runs.filter((run) => !endedAsExpected(run, result)));
  return printing(failed) ?? printing(results.flatMap(({ runs }) => runs));
}

const cut = (line: string, width: number): string =>
  line.length <= width ? line : `${line.slice(0, width - 1)}…`;
