import type { CaseResult, RunResult, Timeline } from '../result.ts';
import { formatBytes, formatDuration } from '../units.ts';
import type { Colors } from './colors.ts';
import { drawSparkline, squeeze } from './sparkline.ts';

const LABEL_WIDTH = 13;
const FIGURE_WIDTH = 10;
const WIDEST_CHART = 100;

const SERIES = [
  ['rss', 'rssBytes'],
  ['arrayBuffers', 'arrayBuffersBytes'],
  ['heapUsed', 'heapUsedBytes'],
] as const satisfies readonly (readonly [string, keyof Timeline])[];

/** Memory over the time of one profile run, all series to one scale. Empty where there was no profile run. */
export function renderTimeline({ runs }: CaseResult, width: number, colors: Colors): string {
  const run = runs.find(({ timeline }) => timeline !== undefined);
  if (run?.timeline === undefined || run.sampling === undefined) return '';
  const { timeline, sampling } = run;
  const chartWidth = Math.min(WIDEST_CHART, width - LABEL_WIDTH - FIGURE_WIDTH - 1);
  const most = Math.max(...timeline.rssBytes.map((value) => value ?? 0));
  const lines = SERIES.map(([label, name]) => {
    const values = timeline[name];
    const peak = Math.max(...values.map((value) => value ?? 0));
    const bars = drawSparkline(squeeze(values, chartWidth), most);
    return `${label.padEnd(LABEL_WIDTH)}${colors.cyan(bars)} ${formatBytes(peak)}`;
  });
  const { count, intervalMs, longestGapMs } = sampling;
  const how = `${count} samples, every ${formatDuration(intervalMs)}, longest gap ${formatDuration(longestGapMs)}`;
  return [colors.dim(`memory over ${formatDuration(lengthOf(run, timeline))} (${how})`), ...lines].join('\n');
}

const lengthOf = ({ durationMs }: RunResult, { bucketMs, rssBytes }: Timeline): number =>
  durationMs ?? bucketMs * rssBytes.length;
