/** The figures of a comparison table in words, for every format. */
import type { BuiltTable, Cell } from '../../../compare/comparison-table.ts';
import { findMetric } from '../../../metrics.ts';
import { formatCount, formatFigure } from '../../../units.ts';
import { MISSING } from '../comparison-figures.ts';

/** Of each column of the table. */
export function listTableHeads({ layout, columns }: BuiltTable): string[] {
  const { metric, rows, reference, cellMetrics = [], rowMetrics = [] } = layout;
  const figure = reference === undefined ? nameTableMetric(metric) : `× ${reference}`;
  return [
    rows,
    ...columns.flatMap(() => [figure, ...cellMetrics.map(nameTableMetric)]),
    ...rowMetrics.map(nameTableMetric),
  ];
}

/** A multiple with its interval; of the reference, and where there is none, the figure itself. */
export function formatTableFigure(
  cell: Cell | undefined,
  { metric, reference }: BuiltTable['layout'],
): string {
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

export const formatTableFigures = (
  values: readonly (number | undefined)[],
  names: readonly string[],
): string[] =>
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

/** `recorded.pinnedBytes` is shown as `pinned`. */
export const nameTableMetric = (name: string): string =>
  name
    .replace(/^recorded\./, '')
    .replace('Bytes', '')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What the figures are relative to, and how often each was measured. */
export function explainTable({ layout: { metric, rows, reference }, blocks }: BuiltTable): string {
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
      ? `${nameTableMetric(metric)}: the median${covers}.`
      : `× ${reference}: ${nameTableMetric(metric)} relative to ${rows} ${reference}${covers}; its own row shows the figure itself.`;
  return `${what} ${runs} ${runs === 1 ? 'run' : 'runs'} of each, every one a process of its own, in random order.`;
}
