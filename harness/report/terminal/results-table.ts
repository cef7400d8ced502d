import Table from 'cli-table3';
import { type Metric, type MetricName, metricNamed } from '../../metrics.ts';
import type { CaseResult } from '../../result.ts';
import { labelCase, varyingAxes } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import { formatShortFigure } from '../text/comparison-figures.ts';
import { wrapText } from '../text/wrap-text.ts';
import { PLAIN_TABLE } from './plain-table.ts';

/** Chosen so that all of them fit into 80 columns. */
const COLUMNS = [
  'peakBufferedBytes',
  'peakArrayBuffersBytes',
  'peakHeapUsedBytes',
  'peakRssBytes',
  'writesAfterFalse',
  'drains',
  'throughputBytesPerSecond',
  'gcMs',
] as const satisfies readonly MetricName[];

/** A row of medians for each case, below a label that distinguishes the case from the others. */
export function renderResultsTable(
  results: readonly CaseResult[],
  { width, colors }: { readonly width: number; readonly colors: Colors },
): string {
  const axes = varyingAxes(results);
  const metrics = COLUMNS.map(metricNamed);
  const table = new Table({
    ...PLAIN_TABLE,
    colAligns: COLUMNS.map(() => 'right' as const),
  });
  for (const line of [0, 1] as const) table.push(metrics.map((metric) => colors.dim(headOf(metric)[line])));
  for (const result of results) {
    table.push(
      metrics.map(
        ({ name, unit }) => formatShortFigure(result.summary[name]?.median, unit) + markOf(result, name),
      ),
    );
  }
  const [upperHead = '', lowerHead = '', ...rows] = table.toString().split('\n');
  // Labels are not cells: a long one would widen the columns.
  const labelled = rows.flatMap((row, index) => {
    const result = results[index];
    const label = result === undefined ? '' : labelCase(result, axes);
    return label === '' ? [row] : [colors.bold(wrapText(label, width)), row];
  });
  return [upperHead, lowerHead, ...labelled].map((line) => line.trimEnd()).join('\n');
}

/** A peak RSS that is not of the run alone; a warning below the table says so. */
const markOf = ({ warnings }: CaseResult, name: MetricName): string =>
  name === 'peakRssBytes' && warnings.some(({ code }) => code === 'peak-rss-not-reset') ? '*' : '';

/** Two lines, so that the column is narrow. */
const headOf = ({ head, label }: Metric): readonly [string, string] => head ?? ['', label];
