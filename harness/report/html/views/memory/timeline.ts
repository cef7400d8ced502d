/** Memory over time: a chart, and the table behind it. */
import { formatBytes, formatCount, formatDuration } from '../../../../units.ts';
import { renderLegend } from '../../charts/legend.ts';
import { renderLineChart } from '../../charts/line-chart.ts';
import { tickBytes, tickDecimal } from '../../charts/scale.ts';
import { html, type Markup } from '../../markup.ts';
import { SAMPLED_SERIES } from '../../thinned-samples.ts';
import { drawFaintRuns, peakOfFaint } from './faint-runs.ts';
import { peakOf, type RunMemory, SERIES_KINDS, SERIES_NAMES } from './memory-series.ts';
import type { Moments } from './moments.ts';
import { type NamedPoints, renderPeaks } from './peaks-table.ts';

export interface TimelineView {
  readonly title: string;
  /** What the figures are, in a sentence. */
  readonly what: string;
  readonly memory: RunMemory;
  /** Drawn as a line; undefined if no stream has one. */
  readonly highWaterMarkBytes: number | undefined;
  /** What else is drawn over the samples: what is live, and what is buffered. */
  readonly others?: readonly NamedLine[];
  readonly moments: Moments;
}

export interface NamedLine extends NamedPoints {
  /** Chooses colour and dashes in the style sheet. */
  readonly kind: string;
}

export function renderTimeline(view: TimelineView): Markup {
  const { title, what, memory, highWaterMarkBytes, others = [], moments } = view;
  const lines = [
    ...SAMPLED_SERIES.map(
      (name): NamedLine => ({
        ...{ name: SERIES_NAMES[name], kind: SERIES_KINDS[name], points: memory.series[name] },
      }),
    ),
    ...others,
  ];
  const max = Math.max(
    ...lines.map(({ points }) => peakOf(points)),
    peakOfFaint(memory),
    highWaterMarkBytes ?? 0,
  );
  const endMs = lengthOf(memory);
  const { bands, marks, legend } = moments;
  const level = { name: 'highWaterMark', kind: 'high-water-mark', y: highWaterMarkBytes ?? 0 };
  const described = lines.map(({ name, points }) => `${name} up to ${formatBytes(peakOf(points))}`);
  return html`<figure class="timeline"><figcaption><h4>${title}</h4><p>${what} ${describeThinning(memory)}</p></figcaption>
${renderLineChart({
  description: `${title} over ${formatDuration(endMs)}: ${described.join(', ')}`,
  lines: [...drawFaintRuns(memory), ...lines],
  levels: highWaterMarkBytes === undefined ? [] : [level],
  ...{ bands, marks },
  x: { max: endMs, ticks: tickDecimal(endMs), format: formatDuration, name: 'time since the run began' },
  y: { max, ticks: tickBytes(max), format: formatBytes, name: 'memory' },
  zoomedIn: { x: 'ms', y: 'bytes' },
})}
${renderLegend([
  ...lines.map(({ name, kind, points }) => ({ kind, text: `${name}, peak ${formatBytes(peakOf(points))}` })),
  ...(highWaterMarkBytes === undefined
    ? []
    : [{ kind: level.kind, text: `highWaterMark ${formatBytes(highWaterMarkBytes)}` }]),
  ...legend,
])}
<details><summary>${title} as a table</summary>${renderPeaks(title, lines, endMs)}</details></figure>`;
}

/** Whether every sample is shown, and otherwise that no peak is lost. */
function describeThinning({ sampleCount, intervalMs, isFromSamples, run }: RunMemory): string {
  const count = sampleCount === 1 ? '1 sample' : `${formatCount(sampleCount)} samples`;
  const gap = run.sampling?.longestGapMs ?? run.live?.longestGapMs;
  const ends = gap === undefined ? '' : `; the longest gap is ${formatDuration(gap)}`;
  if (intervalMs === undefined) return `All of the ${count} are shown${ends}.`;
  return isFromSamples
    ? `Of ${count}, the smallest and the largest of every ${formatDuration(intervalMs)} are shown: every peak is exact${ends}.`
    : `Of ${count}, the largest of every ${formatDuration(intervalMs)} is shown, as the report has it: samples.csv was not there${ends}.`;
}

/** In milliseconds: of what is drawn, and of the run. */
export function lengthOf({ series, run }: RunMemory): number {
  const last = Math.max(...SAMPLED_SERIES.map((name) => series[name].at(-1)?.[0] ?? 0));
  return Math.max(last, run.kind === 'growth' ? 0 : (run.durationMs ?? 0));
}
