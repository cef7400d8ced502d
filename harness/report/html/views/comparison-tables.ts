/** The comparison table of each scenario that has one: what it was measured for, in figures and in sentences. */
import { groupByScenario } from '../../../case-key.ts';
import {
  type BuiltTable,
  buildComparisonTables,
  type ComparisonTableRow,
} from '../../../compare/comparison-table.ts';
import type { Report } from '../../../result.ts';
import type { ParameterValue } from '../../../scenario.ts';
import { formatParameter, labelCase, varyingAxes } from '../../text/case-label.ts';
import {
  explainTable,
  formatTableFigure,
  formatTableFigures,
  nameTableMetric,
} from '../../text/table/table-figures.ts';
import { listTableSentences } from '../../text/table/table-sentences.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { type Cell, type Column, renderTable } from '../table.ts';

/** More would be those of many combinations of other parameters. */
const MAX_TABLES = 24;

/** Nothing if no scenario declares a table. */
export function renderComparisonTables({ results }: Report): Markup {
  const tables = groupByScenario(results).flatMap((own) => {
    const axes = varyingAxes(own);
    return buildComparisonTables(own).map((table) => ({ table, axes }));
  });
  if (tables.length === 0) return NOTHING;
  const rest = tables.length - MAX_TABLES;
  return html`<section id="tables"><h2>Comparison tables</h2>${tables
    .slice(0, MAX_TABLES)
    .map(({ table, axes }) => renderBuilt(table, axes))}${
    rest > 0 ? html`<p>And ${rest} more, whose figures report.json has.</p>` : NOTHING
  }</section>`;
}

function renderBuilt(table: BuiltTable, axes: readonly string[]): Markup {
  const { rows, columns, blocks } = table.layout;
  const { scenario, title } = table.example;
  const others = axes.filter((axis) => axis !== rows && axis !== columns && axis !== blocks);
  const label = labelCase(table.example, others);
  const name = `${scenario}${label === '' ? '' : ` [${label}]`}`;
  const sentences = listTableSentences(table).map((sentence) => html`<li>${sentence}</li>`);
  return html`<h3>${title === scenario ? name : `${name}: ${title}`}</h3>
${sentences.length === 0 ? NOTHING : html`<ul>${sentences}</ul>`}${renderTable(
  `${name}: every ${rows}`,
  listColumns(table),
  table.blocks.flatMap((block) => block.rows.map((row) => listCells(row, block.value, table))),
)}<p>${explainTable(table)}</p>`;
}

/** As in the terminal, with the block of a row before it, and the value of a column in each of its heads. */
function listColumns(table: BuiltTable): Column[] {
  const { metric, rows, columns, blocks, reference, cellMetrics = [], rowMetrics = [] } = table.layout;
  const figure = reference === undefined ? nameTableMetric(metric) : `× ${reference}`;
  const heads = table.columns.flatMap((value) =>
    [figure, ...cellMetrics.map(nameTableMetric)].map((head) =>
      value === undefined ? head : `${formatValue(table, columns, value)}: ${head}`,
    ),
  );
  return [
    ...(blocks === undefined ? [] : [{ head: blocks }]),
    { head: rows },
    ...[...heads, ...rowMetrics.map(nameTableMetric)].map((head) => ({ head, isNumber: true })),
  ];
}

function listCells(row: ComparisonTableRow, block: ParameterValue | undefined, table: BuiltTable): Cell[] {
  const { layout } = table;
  const { rows, blocks, cellMetrics = [], rowMetrics = [] } = layout;
  const list = (values: readonly (number | undefined)[], names: readonly string[]): Cell[] =>
    formatTableFigures(values, names).map((text, index) => ({ text, value: values[index] }));
  return [
    ...(blocks === undefined ? [] : [cellOf(table, blocks, block)]),
    cellOf(table, rows, row.value),
    ...row.cells.flatMap((cell): Cell[] => [
      // The figure of the reference is no multiple: it is sorted behind them.
      { text: formatTableFigure(cell, layout), value: cell?.multiple?.estimate },
      ...list(cell?.figures ?? [], cellMetrics),
    ]),
    ...list(row.figures, rowMetrics),
  ];
}

function cellOf(table: BuiltTable, axis: string, value: ParameterValue | undefined): Cell {
  const text = formatValue(table, axis, value);
  return typeof value === 'number' ? { text, value } : text;
}

const formatValue = (
  { example }: BuiltTable,
  axis: string | undefined,
  value: ParameterValue | undefined,
): string => formatParameter(value ?? '', example.parameterKinds[axis ?? '']);
