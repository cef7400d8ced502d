/** Memory over time, stacked by what explains it. */
import type { MemoryOverTime } from '../../../doctor/findings.ts';
import { formatBytes, formatDuration } from '../../../units.ts';
import { renderLegend } from '../charts/legend.ts';
import { tickBytes, tickDecimal } from '../charts/scale.ts';
import { renderStackedChart, type StackedPart } from '../charts/stacked-chart.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { renderTable } from '../table.ts';

type Reading = MemoryOverTime['readings'][number];

export function renderMemoryOverTime(overTime: MemoryOverTime | undefined): Markup {
  if (overTime === undefined) return NOTHING;
  const { process, isCollected, readings } = overTime;
  const parts = stack(readings);
  const endMs = readings.at(-1)?.afterMs ?? 0;
  const max = Math.max(...readings.map((_, index) => sumAt(parts, index)));
  const peaks = parts.map(({ name, values }) => `${name} up to ${formatBytes(Math.max(...values))}`);
  const thread = process.thread === 0 ? '' : `, worker thread ${process.thread}`;
  const title = 'Memory over time, by what explains it';
  return html`<section id="memory"><h2>${title}</h2><figure><figcaption><p>Process ${process.pid}${thread}, ${
    isCollected ? 'after a collection each time: what lives' : 'as it was read: garbage is included'
  }. Queues are those of all streams; what they hold as strings is in the V8 heap.</p></figcaption>
${renderStackedChart({
  description: `${title}, over ${formatDuration(endMs)}: ${peaks.join(', ')}`,
  xs: readings.map(({ afterMs }) => afterMs),
  parts,
  x: { max: endMs, ticks: tickDecimal(endMs), format: formatDuration, name: 'time since the first reading' },
  y: { max, ticks: tickBytes(max), format: formatBytes, name: 'memory' },
})}
${renderLegend(parts.map(({ kind }, index) => ({ kind: `area ${kind}`, text: peaks[index] ?? '' })).reverse())}
<details><summary>${title}, as a table</summary>${renderTable(
    title,
    [{ head: 'after', isNumber: true }, ...parts.map(({ name }) => ({ head: name, isNumber: true }))],
    chooseRows(readings).map((index) => [
      { text: formatDuration(readings[index]?.afterMs ?? 0), value: readings[index]?.afterMs },
      ...parts.map(({ values }) => ({ text: formatBytes(values[index] ?? 0), value: values[index] })),
    ]),
  )}</details></figure></section>`;
}

/** They add up to the RSS, unless more is accounted for than is in physical memory. */
function stack(readings: readonly Reading[]): StackedPart[] {
  const inQueues = readings.map(({ bufferedBytes, arrayBuffersBytes }) =>
    Math.min(bufferedBytes, arrayBuffersBytes),
  );
  const other = readings.map(({ arrayBuffersBytes }, index) => arrayBuffersBytes - (inQueues[index] ?? 0));
  const heap = readings.map(({ heapUsedBytes }) => heapUsedBytes);
  const rest = readings.map(({ rssBytes, arrayBuffersBytes, heapUsedBytes }) =>
    Math.max(0, rssBytes - arrayBuffersBytes - heapUsedBytes),
  );
  return [
    { name: 'arrayBuffers in queues of streams', kind: 'in-queues', values: inQueues },
    { name: 'other arrayBuffers', kind: 'other-buffers', values: other },
    { name: 'V8 heap', kind: 'on-heap', values: heap },
    { name: 'other RSS', kind: 'other-rss', values: rest },
  ];
}

const sumAt = (parts: readonly StackedPart[], index: number): number =>
  parts.reduce((sum, { values }) => sum + (values[index] ?? 0), 0);

const ROWS = 12;

/** Evenly spaced, the first and the last among them. */
const chooseRows = ({ length }: readonly Reading[]): number[] => [
  ...new Set(
    Array.from({ length: Math.min(ROWS, length) }, (_, row) =>
      Math.round((row * (length - 1)) / Math.max(1, Math.min(ROWS, length) - 1)),
    ),
  ),
];
