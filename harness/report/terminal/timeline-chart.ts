import type { CaseResult, RunResult, Timeline } from '../../result.ts';
import { formatBytes, formatCount, formatDuration } from '../../units.ts';
import type { Colors } from '../text/colors.ts';
import { bridgeSingleGaps, drawSparkline, fitToWidth } from '../text/sparkline.ts';
import { wrapText } from '../text/wrap-text.ts';

const LABEL_WIDTH = 13;
const FIGURE_WIDTH = ' peak 1023 MiB'.length;
const MAX_CHART_WIDTH = 100;

const SERIES = [
  ['rss', 'rssBytes'],
  ['arrayBuffers', 'arrayBuffersBytes'],
  ['heapUsed', 'heapUsedBytes'],
] as const satisfies readonly (readonly [string, keyof Timeline])[];

/**
 * Draws memory over the time of one profile run, all series on one scale, with the maximum of each. `label` is that of
 * the case. Empty if there was no profile run.
 */
export function renderTimeline(
  { runs }: CaseResult,
  label: string,
  { width, colors }: { readonly width: number; readonly colors: Colors },
): string {
  const run = runs.find(({ kind, timeline }) => kind === 'profile' && timeline !== undefined);
  if (run?.timeline === undefined || run.sampling === undefined) return '';
  const { timeline, sampling } = run;
  const columns = Math.min(MAX_CHART_WIDTH, width - LABEL_WIDTH - FIGURE_WIDTH - 1);
  const max = Math.max(...timeline.rssBytes.map((value) => value ?? 0));
  const lines = SERIES.map(([label, name]) => {
    const values = timeline[name];
    const peak = Math.max(...values.map((value) => value ?? 0));
    const bars = drawSparkline(fitToWidth(bridgeSingleGaps(values), columns), max);
    return `${label.padEnd(LABEL_WIDTH)}${colors.cyan(bars)} peak ${formatBytes(peak)}`;
  });
  const { count, intervalMs, longestGapMs } = sampling;
  const how = `${count === 1 ? '1 sample' : `${formatCount(count)} samples`}, every ${formatDuration(intervalMs)}, longest gap ${formatDuration(longestGapMs)}`;
  const head = `memory over ${formatDuration(lengthOf(run, timeline))} (${how})${label}`;
  return [colors.dim(wrapText(head, width)), ...lines].join('\n');
}

const lengthOf = ({ durationMs }: RunResult, { bucketMs, rssBytes }: Timeline): number =>
  durationMs ?? bucketMs * rssBytes.length;
