/** Memory over time: a chart, and the table behind it. */
import { formatBytes, formatCount, formatDuration } from '../../../units.ts';
import { MISSING } from '../../text/comparison-figures.ts';
import { renderLegend } from '../charts/legend.ts';
import { renderLineChart } from '../charts/line-chart.ts';
import { tickBytes, tickDecimal } from '../charts/scale.ts';
import { html, type Markup } from '../markup.ts';
import { renderTable } from '../table.ts';
import { type Point, SAMPLED_SERIES, type SampledSeries } from '../thinned-samples.ts';
import { peakOf, type RunMemory, SERIES_KINDS, SERIES_NAMES } from './memory-series.ts';

export interface TimelineView {
  readonly title: string;
  /** What the figures are, in a sentence. */
  readonly what: string;
  readonly memory: RunMemory;
  /** Drawn as a line; undefined if no stream has one. */
  readonly highWaterMarkBytes: number | undefined;
}

export function renderTimeline({ title, what, memory, highWaterMarkBytes }: TimelineView): Markup {
  const peaks = SAMPLED_SERIES.map((name) => peakOf(memory.series[name]));
  const max = Math.max(...peaks, highWaterMarkBytes ?? 0);
  const endMs = lengthOf(memory);
  const level = { name: 'highWaterMark', kind: 'high-water-mark', y: highWaterMarkBytes ?? 0 };
  const described = SAMPLED_SERIES.map(
    (name, index) => `${SERIES_NAMES[name]} up to ${formatBytes(peaks[index] ?? 0)}`,
  );
  return html`<figure class="timeline"><figcaption><h4>${title}</h4><p>${what} ${describeThinning(memory)}</p></figcaption>
${renderLineChart({
  description: `${title} over ${formatDuration(endMs)}: ${described.join(', ')}`,
  lines: SAMPLED_SERIES.map((name) => ({
    ...{ name: SERIES_NAMES[name], kind: SERIES_KINDS[name], points: memory.series[name] },
  })),
  levels: highWaterMarkBytes === undefined ? [] : [level],
  x: { max: endMs, ticks: tickDecimal(endMs), format: formatDuration, name: 'time since the run began' },
  y: { max, ticks: tickBytes(max), format: formatBytes, name: 'memory' },
})}
${renderLegend([
  ...SAMPLED_SERIES.map((name, index) => ({
    kind: SERIES_KINDS[name],
    text: `${SERIES_NAMES[name]}, peak ${formatBytes(peaks[index] ?? 0)}`,
  })),
  ...(highWaterMarkBytes === undefined
    ? []
    : [{ kind: level.kind, text: `highWaterMark ${formatBytes(highWaterMarkBytes)}` }]),
])}
<details><summary>${title} as a table</summary>${renderPeaks(title, memory, endMs)}</details></figure>`;
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

function lengthOf({ series, run }: RunMemory): number {
  const last = Math.max(...SAMPLED_SERIES.map((name) => series[name].at(-1)?.[0] ?? 0));
  return Math.max(last, run.kind === 'growth' ? 0 : (run.durationMs ?? 0));
}

const ROWS = 8;

function renderPeaks(title: string, { series }: RunMemory, endMs: number): Markup {
  const stepMs = endMs / ROWS || 1;
  const columns = SAMPLED_SERIES.map((name) => findPeaks(series[name], stepMs));
  const rows = Array.from({ length: ROWS }, (_, row) => row).filter((row) =>
    columns.some((peaks) => peaks[row] !== undefined),
  );
  return renderTable(
    `${title}: the largest value in each interval`,
    [
      { head: 'from', isNumber: true },
      ...SAMPLED_SERIES.map((name: SampledSeries) => ({ head: SERIES_NAMES[name], isNumber: true })),
    ],
    rows.map((row) => [
      { text: formatDuration(row * stepMs), value: Math.round(row * stepMs) },
      ...columns.map((peaks) => ({
        text: peaks[row] === undefined ? MISSING : formatBytes(peaks[row]),
        value: peaks[row],
      })),
    ]),
  );
}

function findPeaks(points: readonly Point[], stepMs: number): (number | undefined)[] {
  const peaks: (number | undefined)[] = [];
  for (const [atMs, value] of points) {
    const row = Math.min(ROWS - 1, Math.floor(atMs / stepMs));
    peaks[row] = Math.max(peaks[row] ?? 0, value);
  }
  return peaks;
}
