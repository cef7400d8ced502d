import Table from 'cli-table3';
import { type MetricName, metricNamed, type Unit } from '../../metrics.ts';
import type { CaseResult } from '../../result.ts';
import { formatBytes, formatCount, formatDuration } from '../../units.ts';
import { labelCase, varyingAxes } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import { wrapText } from '../text/wrap-text.ts';
import { PLAIN_TABLE } from './plain-table.ts';

/** Nothing is printed for what was not measured; it is not nought. */
const MISSING = '–';

interface Column {
  readonly head: readonly [string, string];
  readonly metric: MetricName;
}

/** Two lines to a heading, so that all of them fit into 80 columns. */
const COLUMNS: readonly Column[] = [
  { head: ['peak', 'buffered'], metric: 'peakBufferedBytes' },
  { head: ['peak', 'arrayBuf'], metric: 'peakArrayBuffersBytes' },
  { head: ['peak', 'heapUsed'], metric: 'peakHeapUsedBytes' },
  { head: ['peak', 'RSS'], metric: 'peakRssBytes' },
  { head: ['writes', 'a. false'], metric: 'writesAfterFalse' },
  { head: ['', 'drains'], metric: 'drains' },
  { head: ['through-', 'put /s'], metric: 'throughputBytesPerSecond' },
  { head: ['GC', 'ms'], metric: 'gcMs' },
];

/** A row of medians for each case; above it what tells the case from the others. */
export function renderResultsTable(
  results: readonly CaseResult[],
  { width, colors }: { readonly width: number; readonly colors: Colors },
): string {
  const axes = varyingAxes(results);
  const table = new Table({
    ...PLAIN_TABLE,
    colAligns: COLUMNS.map(() => 'right' as const),
  });
  for (const line of [0, 1] as const) table.push(COLUMNS.map(({ head }) => colors.dim(head[line])));
  for (const result of results) table.push(COLUMNS.map(({ metric }) => formatMetric(result, metric)));
  const [upperHead = '', lowerHead = '', ...rows] = table.toString().split('\n');
  // Labels are not cells: a long one would widen the columns.
  const labelled = rows.flatMap((row, index) => {
    const result = results[index];
    const label = result === undefined ? '' : labelCase(result, axes);
    return label === '' ? [row] : [colors.bold(wrapText(label, width)), row];
  });
  return [upperHead, lowerHead, ...labelled].map((line) => line.trimEnd()).join('\n');
}

function formatMetric({ summary }: CaseResult, name: MetricName): string {
  const median = summary[name]?.median;
  return median === undefined ? MISSING : formatUnit(median, metricNamed(name).unit);
}

function formatUnit(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return formatDuration(value).replace(' ms', '');
    case 'count':
      return formatCount(value);
    default:
      return formatBytes(value);
  }
}
