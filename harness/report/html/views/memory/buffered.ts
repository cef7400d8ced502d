/** What the watched streams buffered over time, by label, where a run noted it. */
import type { RunResult } from '../../../../result.ts';
import { formatBytes, formatDuration } from '../../../../units.ts';
import { renderLegend } from '../../charts/legend.ts';
import { renderLineChart } from '../../charts/line-chart.ts';
import { tickBytes, tickDecimal } from '../../charts/scale.ts';
import { html, type Markup, NOTHING } from '../../markup.ts';
import type { Point } from '../../thinned-samples.ts';
import { OVERLAY_KINDS } from '../overlay-kinds.ts';
import { peakOf } from './memory-series.ts';
import { findDrains } from './moments.ts';
import { renderPeaks } from './peaks-table.ts';

const TITLE = 'Buffered by the watched streams';

export function renderBuffered(run: RunResult, highWaterMarkBytes: number | undefined): Markup {
  const labels = listLabels(run);
  if (labels.length === 0) return NOTHING;
  const lines = labels
    .slice(0, OVERLAY_KINDS.length)
    .map(({ name, points }, index) => ({ name, points, kind: OVERLAY_KINDS[index] ?? '' }));
  const max = Math.max(...lines.map(({ points }) => peakOf(points)), highWaterMarkBytes ?? 0);
  const endMs = Math.max(run.durationMs ?? 0, ...lines.map(({ points }) => points.at(-1)?.[0] ?? 0));
  const { bands, marks, legend } = findDrains(run);
  const level = { name: 'highWaterMark', kind: 'high-water-mark', y: highWaterMarkBytes ?? 0 };
  const rest = labels.length > lines.length ? ` ${labels.length - lines.length} more are not drawn.` : '';
  const { bucketMs = 0 } = run.timeline ?? {};
  const said = lines.map(({ name, points }) => `${name} up to ${formatBytes(peakOf(points))}`).join(', ');
  return html`<figure class="timeline"><figcaption><h4>${TITLE}</h4><p>Run ${run.index}: the most that each label buffered in every ${formatDuration(bucketMs)}, as seen by the samples; the exact peak is in the table of streams.${rest}</p></figcaption>
${renderLineChart({
  description: `${TITLE} over ${formatDuration(endMs)}: ${said}`,
  lines,
  levels: highWaterMarkBytes === undefined ? [] : [level],
  ...{ bands, marks },
  x: { max: endMs, ticks: tickDecimal(endMs), format: formatDuration, name: 'time since the run began' },
  y: { max, ticks: tickBytes(max), format: formatBytes, name: 'buffered' },
  zoomedIn: { x: 'ms', y: 'bytes' },
})}
${renderLegend([
  ...lines.map(({ name, kind, points }) => ({ kind, text: `${name}, up to ${formatBytes(peakOf(points))}` })),
  ...(highWaterMarkBytes === undefined
    ? []
    : [{ kind: level.kind, text: `highWaterMark ${formatBytes(highWaterMarkBytes)}` }]),
  ...legend,
])}
<details><summary>${TITLE} as a table</summary>${renderPeaks(TITLE, lines, endMs)}</details></figure>`;
}

interface Label {
  readonly name: string;
  readonly points: readonly Point[];
}

/** The one that buffered most first. */
export function listLabels({ timeline }: RunResult): Label[] {
  const { bufferedBytes = {}, bucketMs = 0 } = timeline ?? {};
  return Object.entries(bufferedBytes)
    .map(([name, values]) => ({
      name,
      points: values.flatMap((value, index): Point[] =>
        value === null ? [] : [[Math.round((index + 0.5) * bucketMs), value]],
      ),
    }))
    .filter(({ points }) => points.length > 0)
    .sort((one, other) => peakOf(other.points) - peakOf(one.points));
}
