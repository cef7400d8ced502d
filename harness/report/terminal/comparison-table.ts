/** Renders the comparison table of a scenario: a block for each value of one parameter, a row for each value of another. */
import Table from 'cli-table3';
import type { BuiltTable, ComparisonTableRow } from '../../compare/comparison-table.ts';
import { formatParameter } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import {
  explainTable,
  formatTableFigure,
  formatTableFigures,
  listTableHeads,
} from '../text/table/table-figures.ts';
import { wrapText } from '../text/wrap-text.ts';
import { PLAIN_TABLE } from './plain-table.ts';

interface Style {
  readonly width: number;
  readonly colors: Colors;
}

/** Ends without a newline. */
export function renderComparisonTable(built: BuiltTable, { width, colors }: Style): string {
  const { columns, cellMetrics = [], rowMetrics = [], blocks } = built.layout;
  const cellsOfColumn = 1 + cellMetrics.length;
  const figures = built.columns.length * cellsOfColumn + rowMetrics.length;
  const table = new Table({
    ...PLAIN_TABLE,
    colAligns: ['left' as const, ...Array<'right'>(figures).fill('right')],
  });
  if (columns !== undefined) {
    const titles = built.columns.map((value = '') => ({
      content: colors.bold(formatParameter(value, kindOf(built, columns))),
      colSpan: cellsOfColumn,
      hAlign: 'right' as const,
    }));
    table.push(['', ...titles]);
  }
  table.push(listTableHeads(built).map((word) => colors.dim(word)));
  for (const { value, rows } of built.blocks) {
    if (value !== undefined) {
      const title = colors.bold(`${blocks} ${formatParameter(value, kindOf(built, blocks))}`);
      table.push([{ content: title, colSpan: 1 + figures }]);
    }
    for (const row of rows) table.push(renderRow(row, built));
  }
  const lines = table.toString().split('\n');
  return [...lines.map((line) => line.trimEnd()), '', colors.dim(wrapText(explainTable(built), width))].join(
    '\n',
  );
}

function renderRow({ value = '', cells, figures }: ComparisonTableRow, built: BuiltTable): string[] {
  const { layout } = built;
  const { cellMetrics = [], rowMetrics = [] } = layout;
  return [
    ` ${formatParameter(value, kindOf(built, layout.rows))}`,
    ...cells.flatMap((cell) => [
      formatTableFigure(cell, layout),
      ...formatTableFigures(cell?.figures ?? [], cellMetrics),
    ]),
    ...formatTableFigures(figures, rowMetrics),
  ];
}

const kindOf = ({ example }: BuiltTable, axis: string | undefined) => example.parameterKinds[axis ?? ''];
