/** Renders the comparison table of a scenario: a block for each value of one parameter, a row for each value of another. */
import Table from 'cli-table3';
import type { BuiltTable, Cell, ComparisonTableRow } from '../../compare/comparison-table.ts';
import { findMetric } from '../../metrics.ts';
import { formatCount, formatFigure } from '../../units.ts';
import { formatParameter } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import { MISSING } from '../text/comparison-figures.ts';
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
  table.push(headOf(built).map((word) => colors.dim(word)));
  for (const { value, rows } of built.blocks) {
    if (value !== undefined) {
      const title = colors.bold(`${blocks} ${formatParameter(value, kindOf(built, blocks))}`);
      table.push([{ content: title, colSpan: 1 + figures }]);
    }
    for (const row of rows) table.push(renderRow(row, built));
  }
  const lines = table.toString().split('\n');
  return [...lines.map((line) => line.trimEnd()), '', colors.dim(wrapText(explain(built), width))].join('\n');
}

function headOf({ layout, columns }: BuiltTable): string[] {
  const { metric, rows, reference, cellMetrics = [], rowMetrics = [] } = layout;
  const figure = reference === undefined ? nameOf(metric) : `× ${reference}`;
  return [rows, ...columns.flatMap(() => [figure, ...cellMetrics.map(nameOf)]), ...rowMetrics.map(nameOf)];
}

function renderRow({ value = '', cells, figures }: ComparisonTableRow, built: BuiltTable): string[] {
  const { layout } = built;
  const { cellMetrics = [], rowMetrics = [] } = layout;
  return [
    ` ${formatParameter(value, kindOf(built, layout.rows))}`,
    ...cells.flatMap((cell) => [
      renderFigure(cell, layout),
      ...renderFigures(cell?.figures ?? [], cellMetrics),
    ]),
    ...renderFigures(figures, rowMetrics),
  ];
}

function renderFigure(cell: Cell | undefined, { metric, reference }: BuiltTable['layout']): string {
  if (cell === undefined) return MISSING;
  const { figure, multiple } = cell;
  if (multiple !== undefined) {
    const [estimate, low, high] = [multiple.estimate, multiple.low, multiple.high].map(formatRatio);
    return `${estimate} ${low}–${high}`;
  }
  const median = formatNamed(metric, figure.median);
  return reference === undefined ? `${median} ±${formatSpread(figure)} %` : median;
}

/** The larger distance from the median to an end of the interval, in per cent of the median. */
function formatSpread({ median, low, high }: Cell['figure']): string {
  const spread = median === 0 ? 0 : Math.max(high - median, median - low) / median;
  return String(Math.ceil(100 * spread));
}

const renderFigures = (values: readonly (number | undefined)[], names: readonly string[]): string[] =>
  names.map((name, index) => {
    const value = values[index];
    return value === undefined ? MISSING : formatNamed(name, value);
  });

/** Three significant digits, and at most two decimal places. */
function formatRatio(ratio: number): string {
  if (ratio > 0 && ratio < 0.005) return '<0.01';
  return ratio.toFixed(ratio < 9.995 ? 2 : ratio < 99.95 ? 1 : 0);
}

const formatNamed = (name: string, value: number): string => {
  const unit = findMetric(name)?.unit ?? 'count';
  return unit === 'count' ? formatCount(value) : formatFigure(value, unit, 'short');
};

const kindOf = ({ example }: BuiltTable, axis: string | undefined) => example.parameterKinds[axis ?? ''];

/** `recorded.pinnedBytes` is shown as `pinned`. */
const nameOf = (name: string): string =>
  name
    .replace(/^recorded\./, '')
    .replace('Bytes', '')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function explain({ layout: { metric, rows, reference }, blocks }: BuiltTable): string {
  const figures = blocks
    .flatMap((block) => block.rows.flatMap((row) => row.cells))
    .filter((cell) => cell !== undefined);
  const intervals = figures.flatMap(({ multiple, figure }) =>
    reference === undefined ? figure : (multiple ?? []),
  );
  const confidence = Math.min(...intervals.map((interval) => interval.confidence));
  const runs = Math.min(...figures.map(({ figure }) => figure.n));
  const covers = Number.isFinite(confidence)
    ? ` and its ${Number((100 * confidence).toPrecision(3))} % interval`
    : '';
  const what =
    reference === undefined
      ? `${nameOf(metric)}: the median${covers}.`
      : `× ${reference}: ${nameOf(metric)} relative to ${rows} ${reference}${covers}; its own row shows the figure itself.`;
  return `${what} ${runs} ${runs === 1 ? 'run' : 'runs'} of each, every one a process of its own, in random order.`;
}
