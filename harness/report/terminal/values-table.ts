/** Renders the values of an axis, compared with one of them: a block for each metric, a row for each value. */
import Table from 'cli-table3';
import { nameScenario, scenarioKey } from '../../case-key.ts';
import type { ValuesComparison, ValuesTable } from '../../compare/compare-values.ts';
import { formatParameter } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import {
  describeIntervals,
  formatShortDifference,
  formatShortFigure,
  nameMetric,
} from '../text/comparison-figures.ts';
import { scenarioHeading } from '../text/scenario-heading.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { PLAIN_TABLE } from './plain-table.ts';

interface Style {
  readonly width: number;
  readonly colors: Colors;
}

/** Ends without a newline. */
export function renderValues(comparison: ValuesComparison, style: Style): string {
  const { id, axis, against, parameterKinds, tables, notCompared } = comparison;
  const all = [...tables, ...notCompared];
  const { colors, width } = style;
  const heading = `${quoteLine(id)}: ${quoteLine(axis)}, compared with ${formatParameter(against, parameterKinds[axis])}`;
  return [
    wrapText(heading, width, '  '),
    ...tables.map((table) => renderTable(table, comparison, style)),
    notCompared
      .map((one) => {
        const line = `! not compared: ${quoteLine(nameScenario(one, all))} [${labelRemaining(one.remaining, parameterKinds)}]: ${quoteLine(one.reason)}`;
        return colors.yellow(wrapText(line, width, '  '));
      })
      .join('\n'),
    colors.dim(wrapText(describeIntervals(tables.flatMap(listDifferences)) ?? '', width)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderTable(
  values: ValuesTable,
  { axis, tables: all, parameterKinds }: ValuesComparison,
  { colors, width }: Style,
): string {
  const table = new Table({ ...PLAIN_TABLE, colAligns: ['left', 'left', 'right', 'left', 'left'] });
  table.push(['', quoteLine(axis), 'median', 'difference', ''].map((word) => colors.dim(word)));
  const same = values.metrics.filter(isSameEverywhere);
  for (const row of values.metrics.filter((metric) => !same.includes(metric))) {
    for (const [index, { median, difference, word }] of row.figures.entries()) {
      table.push([
        index === 0 ? nameMetric(row.metric) : '',
        formatParameter(values.values[index] ?? '', parameterKinds[axis]),
        formatShortFigure(median, row.unit),
        word === undefined ? '' : formatShortDifference(difference, row.unit),
        // The difference column shows already that none was detected.
        word === '~' ? '' : (word ?? ''),
      ]);
    }
  }
  const label = labelRemaining(
    Object.fromEntries(Object.entries(values.remaining).filter(([name]) => varies(name, values, all))),
    parameterKinds,
  );
  const title = scenarioHeading(colors.bold(quoteLine(nameScenario(values, all))), values);
  const names = same.map(({ metric }) => nameMetric(metric)).join(', ');
  return [
    wrapText(title, width, '  '),
    label === '' ? '' : colors.bold(wrapText(label, width, '  ')),
    ...table
      .toString()
      .split('\n')
      .map((line) => line.trimEnd()),
    names === '' ? '' : colors.dim(wrapText(`the same for all: ${names}`, width, '  ')),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const listDifferences = ({ metrics }: ValuesTable) =>
  metrics.flatMap(({ figures }) => figures.map(({ difference }) => difference));

const isSameEverywhere = ({ figures }: ValuesTable['metrics'][number]): boolean =>
  figures.every(({ difference }, index) => index === 0 || difference?.direction === 'same');

const varies = (name: string, table: ValuesTable, all: readonly ValuesTable[]): boolean =>
  new Set(
    all.filter((one) => scenarioKey(one) === scenarioKey(table)).map(({ remaining }) => remaining[name]),
  ).size > 1;

const labelRemaining = (
  remaining: ValuesTable['remaining'],
  kinds: ValuesComparison['parameterKinds'],
): string =>
  Object.entries(remaining)
    .map(([name, value]) => `${quoteLine(name)} ${formatParameter(value, kinds[name])}`)
    .join(', ');
