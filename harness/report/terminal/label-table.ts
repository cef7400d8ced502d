/** Renders the watched streams of a case, the worst first, and where each was first written to after false. */
import Table from 'cli-table3';
import { caseKey } from '../../case-key.ts';
import type { ReportComparison } from '../../compare/verdict.ts';
import type { CaseResult, LabelResult } from '../../result.ts';
import { labelSentence, varyingAxes } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import { describeFirstCall, LABEL_COLUMNS } from '../text/label-rows.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { PLAIN_TABLE } from './plain-table.ts';

const MAX_LABEL_CHARACTERS = 20;

/** More would not be read, and the time that a table takes grows with the square of its rows. */
const MAX_LABELS = 20;

/** A table if there is more than one label. Empty if there is nothing to say. Ends without a newline. */
export function renderLabels(
  { labels = [], ...result }: CaseResult,
  axes: readonly string[],
  style: { readonly width: number; readonly colors: Colors },
): string {
  const { colors, width } = style;
  const where = labelSentence(result, axes);
  const shown = labels.slice(0, MAX_LABELS);
  const rest = labels.length - shown.length;
  const calls = shown.flatMap((label) => describeFirstCall(label) ?? []);
  return [
    ...(shown.length > 1
      ? [...(where === '' ? [] : [colors.bold(where.trim())]), renderTable(shown, style)]
      : []),
    ...(rest > 0 ? [colors.dim(`and ${rest} more, which labels.csv has`)] : []),
    ...calls.map((call) => wrapText(`first call after false: ${quoteLine(call)}${where}`, width, '  ')),
  ].join('\n');
}

/** Of the results of B, those that are worse than in A: which stream it is, and which line. */
export function renderLabelsOfRegressions(
  { cases }: Pick<ReportComparison, 'cases'>,
  results: readonly CaseResult[],
  style: { readonly width: number; readonly colors: Colors },
): string {
  const worse = cases.filter(({ metrics }) => metrics.some(({ verdict }) => verdict === 'regression'));
  const keys = new Set(worse.map((one) => caseKey({ ...one, ...one.b })));
  const axes = varyingAxes(results);
  return results
    .filter((result) => keys.has(caseKey(result)))
    .map((result) => renderLabels(result, axes, style))
    .filter(Boolean)
    .join('\n\n');
}

function renderTable(labels: readonly LabelResult[], { colors }: { readonly colors: Colors }): string {
  const table = new Table({
    ...PLAIN_TABLE,
    colAligns: ['left', ...LABEL_COLUMNS.map(() => 'right' as const)],
  });
  for (const line of [0, 1] as const) {
    const first = line === 0 ? 'watched' : 'stream';
    table.push([first, ...LABEL_COLUMNS.map(({ head }) => head[line])].map((word) => colors.dim(word)));
  }
  for (const label of labels)
    table.push([cutLabel(label.label), ...LABEL_COLUMNS.map(({ read }) => read(label))]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function cutLabel(label: string): string {
  const shown = quoteLine(label);
  return shown.length <= MAX_LABEL_CHARACTERS ? shown : `${shown.slice(0, MAX_LABEL_CHARACTERS - 1)}…`;
}
