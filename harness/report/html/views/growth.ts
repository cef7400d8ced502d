/** Growth: peaks against volume with the fitted slope and its interval, the deciding metric and live memory side by side. */
import type { MetricGrowth } from '../../../growth.ts';
import { findMetric, isRecorded } from '../../../metrics.ts';
import type { Growth } from '../../../result.ts';
import { median } from '../../../stats/quantile.ts';
import { formatBytes, formatFigure, formatSlope } from '../../../units.ts';
import { nameSlopeUnit } from '../../text/growth-sentence.ts';
import { renderLegend } from '../charts/legend.ts';
import { type ChartLine, renderLineChart } from '../charts/line-chart.ts';
import { tickBytes, tickDecimal } from '../charts/scale.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { nameInFull } from '../name-in-full.ts';
import { renderTable } from '../table.ts';

const WATCHED = 'peakBufferedBytes';
const LIVE = 'peakLiveArrayBuffersBytes';

export function renderGrowth({ growth }: { readonly growth?: Growth }): Markup {
  if (growth === undefined) return NOTHING;
  const names = [...new Set([growth.metric, WATCHED, LIVE])].filter(
    // The name comes from a file.
    (name) => Object.hasOwn(growth.byMetric, name) && (growth.byMetric[name]?.points.length ?? 0) > 0,
  );
  return html`<h3>Growth</h3><p>${growth.reason}</p><div class="side-by-side">${names.map((name) =>
    renderMetric(name, growth.byMetric[name] as MetricGrowth, name === growth.metric),
  )}</div>${renderVerdicts(growth)}`;
}

function renderMetric(name: string, growth: MetricGrowth, decides: boolean): Markup {
  const { points, verdict, slope, low, high } = growth;
  const { unit = 'bytes' } = findMetric(name) ?? {};
  const label = nameInFull(name);
  const title = `${label} against volume${decides ? ', which decides' : ''}`;
  const maxX = Math.max(...points.map(({ volumeBytes }) => volumeBytes));
  const maxY = Math.max(...points.map(({ peakBytes }) => peakBytes)) * HEADROOM;
  const interval = `${formatSlope(low)} to ${formatSlope(high)}`;
  const text = `${verdict}, ${formatSlope(slope)} ${nameSlopeUnit(name)} (${interval})`;
  return html`<figure><figcaption><h4>${title}</h4><p>${text}</p></figcaption>
${renderLineChart({
  description: `${title}: ${text}`,
  lines: [
    ...drawFits(growth, maxX, maxY),
    {
      ...{ name: label, kind: 'peaks', hasMarks: true },
      points: points.map(({ volumeBytes, peakBytes }) => [volumeBytes, peakBytes]),
    },
  ],
  x: { max: maxX, ticks: tickBytes(maxX, 3), format: formatBytes, name: 'volume' },
  y: {
    max: maxY,
    ticks: unit === 'bytes' ? tickBytes(maxY) : tickDecimal(maxY),
    format: (value) => formatFigure(value, unit, 'short'),
    name: label,
  },
})}
${renderLegend([
  { kind: 'peaks', text: label },
  { kind: 'fit', text: `slope ${formatSlope(slope)}` },
  { kind: 'interval', text: interval },
])}
<details><summary>${title} as a table</summary>${renderTable(
    title,
    [
      { head: 'volume', isNumber: true },
      { head: label, isNumber: true },
    ],
    points.map(({ volumeBytes, peakBytes }) => [
      { text: formatBytes(volumeBytes), value: volumeBytes },
      { text: formatFigure(peakBytes, unit), value: peakBytes },
    ]),
  )}</details></figure>`;
}

const HEADROOM = 1.1;

/** The fitted line of Theil and Sen; the ends of the interval of its slope are drawn through the same points. */
function drawFits({ points, slope, low, high }: MetricGrowth, maxX: number, maxY: number): ChartLine[] {
  const draw = (name: string, kind: string, by: number): ChartLine => {
    const intercept = median(points.map(({ volumeBytes, peakBytes }) => peakBytes - by * volumeBytes));
    return { name, kind, points: clip(by, intercept, maxX, maxY) };
  };
  return [draw('low', 'interval', low), draw('high', 'interval', high), draw('slope', 'fit', slope)];
}

/** The part of a line that is inside of the chart. */
function clip(slope: number, intercept: number, maxX: number, maxY: number): [number, number][] {
  const at = (x: number): number => intercept + slope * x;
  const crossings = slope === 0 ? [] : [-intercept / slope, (maxY - intercept) / slope];
  return [0, ...crossings, maxX]
    .filter((x) => x >= 0 && x <= maxX && at(x) >= -1 && at(x) <= maxY + 1)
    .sort((one, other) => one - other)
    .map((x) => [x, at(x)]);
}

function renderVerdicts({ byMetric }: Growth): Markup {
  const rows = Object.entries(byMetric).map(([name, { verdict, slope, low, high, reason }]) => [
    isRecorded(name) ? name : nameInFull(name),
    verdict,
    { text: formatSlope(slope), value: slope },
    `${formatSlope(low)} to ${formatSlope(high)}`,
    reason,
  ]);
  const columns = [
    { head: 'metric' },
    { head: 'verdict' },
    { head: 'slope', isNumber: true },
    { head: 'interval', isNumber: true },
    { head: 'reason' },
  ];
  return html`<details><summary>Growth of every metric</summary>${renderTable('Growth of every metric', columns, rows)}</details>`;
}
