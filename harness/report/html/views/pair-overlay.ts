/** Wrong and right of a pair over each other: the same work, and what each had in memory meanwhile. */
import type { CaseResult } from '../../../result.ts';
import { formatBytes, formatDuration } from '../../../units.ts';
import { renderLegend } from '../charts/legend.ts';
import { renderLineChart } from '../charts/line-chart.ts';
import { tickBytes, tickDecimal } from '../charts/scale.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { nameShown, type ShownCase } from '../page-parts.ts';
import { renderTable } from '../table.ts';
import type { Point, ThinnedSamples } from '../thinned-samples.ts';
import { figureCell } from './case-figures.ts';
import {
  chooseSeries,
  findLive,
  findSampled,
  keepPeaks,
  listLiveVolumes,
  peakOf,
  type RunMemory,
  SERIES_NAMES,
  volumeOf,
} from './memory/memory-series.ts';
import { OVERLAY_KINDS } from './overlay-kinds.ts';

/** Each run is drawn as exactly in the section of its case. */
const COLUMNS = 160;

/** A line of an overlay is of a case. */
export interface OverlaySource {
  readonly name: string;
  readonly result: CaseResult;
  readonly samples: ThinnedSamples;
}

export const renderOverlay = (cases: readonly ShownCase[], samples: ThinnedSamples): Markup =>
  overlaySources(cases.map((shown) => ({ name: nameShown(shown), result: shown.result, samples })));

/** Empty unless at least two of the cases have samples of the same kind. */
export function overlaySources(sources: readonly OverlaySource[]): Markup {
  const drawn = sources.slice(0, OVERLAY_KINDS.length);
  const volume = findCommonVolume(drawn);
  const kinds = [
    { what: 'sampled', find: findSampled },
    {
      what: 'live',
      find: (result: CaseResult, samples: ThinnedSamples) => findLive(result, samples, volume),
    },
  ];
  for (const { what, find } of kinds) {
    const found = drawn.flatMap(({ name, result, samples }) => {
      const memory = find(result, samples);
      return memory === undefined ? [] : [{ name, memory, volumeBytes: volumeOf(memory.run, result) }];
    });
    if (found.length > 1) return drawOverlay(found, what, sources.length - found.length);
  }
  return NOTHING;
}

/** The largest at which every source has live memory: what grows with the volume is compared at the same one. */
function findCommonVolume(sources: readonly OverlaySource[]): number | undefined {
  const [first = new Set<number>(), ...others] = sources.map(({ result, samples }) =>
    listLiveVolumes(result, samples),
  );
  const common = [...first].filter((volume) => others.every((volumes) => volumes.has(volume)));
  return common.length === 0 ? undefined : Math.max(...common);
}

interface Overlaid {
  readonly name: string;
  readonly memory: RunMemory;
  /** Undefined for a case without a volume. */
  readonly volumeBytes: number | undefined;
}

/** `, at 128 MiB`; and where they differ, that they do: memory may differ for no other reason. */
function describeVolumes(overlaid: readonly Overlaid[]): string {
  const [first] = overlaid;
  if (overlaid.every(({ volumeBytes }) => volumeBytes === first?.volumeBytes))
    return first?.volumeBytes === undefined ? '' : `, at ${formatBytes(first.volumeBytes)}`;
  const volumes = overlaid.map(
    ({ name, volumeBytes }) => `${name} ${volumeBytes === undefined ? 'none' : formatBytes(volumeBytes)}`,
  );
  return `. Their volumes differ, and memory may for that reason: ${volumes.join(', ')}`;
}

function drawOverlay(overlaid: readonly Overlaid[], what: string, leftOut: number): Markup {
  const series = chooseSeries(overlaid.map(({ memory }) => memory));
  const lines = overlaid.map(({ name, memory }, index) => ({
    ...{ name, kind: OVERLAY_KINDS[index] ?? '', points: keepPeaks(memory.series[series], COLUMNS) },
  }));
  const max = Math.max(...lines.map(({ points }) => peakOf(points)));
  const endMs = Math.max(...lines.map(({ points }) => lastOf(points)));
  const title = `${SERIES_NAMES[series]} of ${lines.length > 2 ? `${lines.length} cases` : lines.map(({ name }) => name).join(' and ')}`;
  const rest = leftOut > 0 ? ` ${leftOut} more cases are not drawn.` : '';
  return html`<figure><figcaption><h4>${title}</h4><p>What was ${what} in one run of each, over each other${describeVolumes(overlaid)}.${rest}</p></figcaption>
${renderLineChart({
  description: `${title}: ${lines.map(({ name, points }) => `${name} up to ${formatBytes(peakOf(points))}`).join(', ')}`,
  lines,
  x: { max: endMs, ticks: tickDecimal(endMs), format: formatDuration, name: 'time since the run began' },
  y: { max, ticks: tickBytes(max), format: formatBytes, name: 'memory' },
  zoomedIn: { x: 'ms', y: 'bytes' },
})}
${renderLegend(lines.map(({ kind, name, points }) => ({ kind, text: `${name}, peak ${formatBytes(peakOf(points))}` })))}
<details><summary>${title} as a table</summary>${renderTable(
    `${title}: peak and length`,
    [{ head: 'case' }, { head: 'peak', isNumber: true }, { head: 'last sample at', isNumber: true }],
    lines.map(({ name, points }) => [
      name,
      figureCell(peakOf(points), 'bytes'),
      figureCell(lastOf(points), 'ms'),
    ]),
  )}</details></figure>`;
}

const lastOf = (points: readonly Point[]): number => points.at(-1)?.[0] ?? 0;
