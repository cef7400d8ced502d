/** Renders how often the gate was right: a row for each trial. */
import Table from 'cli-table3';
import type { ComparisonVerdict } from '../../compare/verdict.ts';
import type { Colors } from '../text/colors.ts';
import { wrapText } from '../text/wrap-text.ts';
import { PLAIN_TABLE } from './plain-table.ts';

export interface GateRow {
  readonly title: string;
  readonly counts: Readonly<Record<ComparisonVerdict, number>>;
  readonly target: string;
  readonly isReached: boolean;
  /** Unexpected verdicts, one line each. */
  readonly surprises: readonly string[];
}

const VERDICTS = [
  'regression',
  'inconclusive',
  'pass',
  'improvement',
] as const satisfies readonly ComparisonVerdict[];

/** Ends without a newline. */
export function renderGateTable(
  rows: readonly GateRow[],
  { width, colors }: { readonly width: number; readonly colors: Colors },
): string {
  const table = new Table({
    ...PLAIN_TABLE,
    colAligns: ['left', ...VERDICTS.map(() => 'right' as const), 'left'],
  });
  table.push(['', ...VERDICTS, ' target'].map((head) => colors.dim(head)));
  for (const { title, counts, target, isReached } of rows) {
    const symbol = isReached ? colors.green('✓') : colors.red('✗');
    table.push([title, ...VERDICTS.map((verdict) => counts[verdict]), ` ${target} ${symbol}`]);
  }
  const surprises = rows.flatMap((row) =>
    row.surprises.map((line) => colors.yellow(wrapText(`! ${row.title}: ${line}`, width, '  '))),
  );
  const lines = table.toString().split('\n');
  return [...lines.map((line) => line.trimEnd()), ...surprises].join('\n');
}
