import Table from 'cli-table3';
import type { Colors } from '../report/text/colors.ts';
import { formatBytes, formatCount, formatDuration } from '../units.ts';
import type { Figure, FigureUnit, Target } from './figure.ts';
import type { MeasuredSection } from './section.ts';

const HEADINGS = ['', '', 'spread', 'n', 'target', ''] as const;
const BORDERS = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
];

/** A row for each figure under the title of its section. Fits into 80 columns. */
export function renderTable(sections: readonly MeasuredSection[], colors: Colors): string {
  const table = new Table({
    chars: { ...Object.fromEntries(BORDERS.map((name) => [name, ''])), middle: ' ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    colAligns: ['left', 'right', 'left', 'right', 'left', 'left'],
  });
  table.push(HEADINGS.map((heading) => colors.dim(heading)));
  for (const { title, figures } of sections) {
    table.push([{ content: colors.bold(title), colSpan: HEADINGS.length }]);
    for (const figure of figures) table.push(renderRow(figure, colors));
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function renderRow(figure: Figure, colors: Colors): string[] {
  const { name, unit, value, low, high, n, target, isReached } = figure;
  return [
    `  ${name}`,
    format(value, unit),
    formatSpread(format(low, unit), format(high, unit)),
    String(n),
    target === undefined ? '' : formatTarget(target, unit),
    isReached === undefined ? '' : isReached ? colors.green('✓') : colors.red('✗'),
  ];
}

/** The unit only once, if both have the same. */
function formatSpread(low: string, high: string): string {
  const [lowNumber, lowUnit] = low.split(' ');
  const [, highUnit] = high.split(' ');
  return `${lowUnit === highUnit ? lowNumber : low} to ${high}`;
}

const formatTarget = (target: Target, unit: FigureUnit): string =>
  'atMost' in target ? `≤ ${format(target.atMost, unit)}` : `≥ ${format(target.atLeast, unit)}`;

function format(value: number, unit: FigureUnit): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'count':
      return formatCount(value);
    case 'ms':
      return formatDuration(value);
    case 'ns':
      return `${formatCount(value)} ns`;
    case 'percent':
      return `${formatShort(value)} %`;
    case 'ratio':
      return value.toFixed(3);
  }
}

/** Two decimal places for small values only. */
const formatShort = (value: number): string => String(Number(value.toFixed(Math.abs(value) < 10 ? 2 : 0)));
