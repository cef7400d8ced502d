/** Memory over time of a case: what was sampled, live and buffered in one chart, and by themselves where that shows more. */
import type { CaseResult } from '../../../../result.ts';
import { formatBytes, formatDuration } from '../../../../units.ts';
import { html, type Markup, NOTHING } from '../../markup.ts';
import type { Point, ThinnedSamples } from '../../thinned-samples.ts';
import { sumHighWaterMarks } from '../case-figures.ts';
import { listLabels, renderBuffered } from './buffered.ts';
import { MAX_FAINT } from './faint-runs.ts';
import { findLive, findSampled, keepPeaks, peakOf, type RunMemory, volumeOf } from './memory-series.ts';
import { findCollections, findMoments } from './moments.ts';
import { lengthOf, type NamedLine, renderTimeline } from './timeline.ts';

export function renderTimelines(result: CaseResult, samples: ThinnedSamples): Markup {
  const sampled = findSampled(result, samples);
  const live = findLive(result, samples);
  const highWaterMarkBytes = sumHighWaterMarks(result);
  if (sampled === undefined && live === undefined) return NOTHING;
  return html`<h3>Memory over time</h3><div class="side-by-side">${
    sampled && renderTogether(result, sampled, live, highWaterMarkBytes)
  }${sampled && needsItsOwnScale(sampled) ? renderBuffered(sampled.run, highWaterMarkBytes) : undefined}${
    live &&
    renderTimeline({
      title: 'Live memory',
      what: `${nameRun(live)}${nameVolume(result, live.run)}: what was still referenced, read after a collection each time.`,
      ...{ memory: live, highWaterMarkBytes, moments: findCollections(live.run) },
    })
  }</div>`;
}

function renderTogether(
  result: CaseResult,
  sampled: RunMemory,
  live: RunMemory | undefined,
  highWaterMarkBytes: number | undefined,
): Markup {
  const isComparable = live !== undefined && volumeOf(live.run, result) === volumeOf(sampled.run, result);
  const ofLive = isComparable ? drawLive(live, lengthOf(sampled)) : [];
  const buffered = drawBuffered(sampled);
  const { bucketMs = 0 } = sampled.run.timeline ?? {};
  const what = [
    `${nameRun(sampled)}: what the process had at each moment, garbage included.`,
    ...(live !== undefined && ofLive.length > 0
      ? [
          `What was live is of run ${live.run.index}, which did the same in ${formatDuration(lengthOf(live))}, drawn over the length of this one.`,
        ]
      : []),
    ...(buffered.length > 0
      ? [
          `Buffered is the most of every ${formatDuration(bucketMs)}, as seen by the samples: the exact peak is in the table of streams.`,
        ]
      : []),
  ];
  return renderTimeline({
    title: nameTogether(ofLive.length > 0, buffered.length > 0),
    what: what.join(' '),
    ...{ memory: sampled, highWaterMarkBytes, others: [...ofLive, ...buffered] },
    moments: findMoments(sampled.run),
  });
}

function nameTogether(hasLive: boolean, hasBuffered: boolean): string {
  if (hasLive && hasBuffered) return 'Sampled, live and buffered memory';
  return `Sampled ${hasLive ? 'and live ' : hasBuffered ? 'and buffered ' : ''}memory`;
}

/** Each of these lines is drawn as exactly in a chart or a table of its own. */
const COLUMNS = 80;
/** More could not be told apart from what else is in the chart. */
const MAX_LABELS = 3;

/** A growth run collects garbage for each sample, and takes longer for the same work. */
function drawLive({ series, ...memory }: RunMemory, endMs: number): NamedLine[] {
  const ownMs = lengthOf({ series, ...memory });
  const points = keepPeaks(series.arrayBuffersBytes, COLUMNS).map(
    ([atMs, value]): Point => [(atMs * endMs) / (ownMs || 1), value],
  );
  return points.length === 0 ? [] : [{ name: 'live arrayBuffers', kind: 'live', points }];
}

const drawBuffered = ({ run }: RunMemory): NamedLine[] =>
  listLabels(run)
    .slice(0, MAX_LABELS)
    .map(({ name, points }, index) => ({
      name: `buffered: ${name}`,
      kind: `buffered-${index + 1}`,
      points: keepPeaks(points, COLUMNS),
    }));

/** Among memory, a queue of few bytes is a line at the lower edge. */
function needsItsOwnScale({ run, series }: RunMemory): boolean {
  const labels = listLabels(run);
  const least = Math.min(...labels.slice(0, MAX_LABELS).map(({ points }) => peakOf(points)));
  return labels.length > MAX_LABELS || least < SMALL * peakOf(series.rssBytes);
}

const SMALL = 0.1;

/** `Run 7, the median by its peak, with 2 other runs behind it`. */
function nameRun({ run, others }: RunMemory): string {
  const { length } = others;
  if (length === 0) return `Run ${run.index}`;
  return `Run ${run.index}, the median by its peak, with ${length === 1 ? 'the other run' : describeShown(length)} behind it`;
}

const describeShown = (length: number): string =>
  length > MAX_FAINT ? `${MAX_FAINT} of ${length} other runs` : `the ${length} other runs`;

function nameVolume(result: CaseResult, run: RunMemory['run']): string {
  const volume = volumeOf(run, result);
  return volume === undefined ? ', a growth run' : `, a growth run at ${formatBytes(volume)}`;
}
