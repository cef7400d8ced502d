/** Sparklines for a failed matcher. */
import { type PlannedRun, planRun, type Subject } from '../../plan/plan-runs.ts';
import { bridgeSingleGaps, drawSparkline, fitToWidth } from '../../report/text/sparkline.ts';
import type { Timeline } from '../../result.ts';
import { formatBytes, formatDuration, formatFigure, type Unit } from '../../units.ts';
import type { Runs } from './make-runs.ts';

const COLUMNS = 40;

const SERIES = [
  ['arrayBuffers', 'arrayBuffersBytes'],
  ['external', 'externalBytes'],
  ['heapUsed', 'heapUsedBytes'],
] as const satisfies readonly (readonly [string, keyof Timeline])[];

/** Makes one run with memory sampling, and draws what rises most in it. */
export async function drawMemory(subject: Subject, runs: Runs): Promise<string> {
  const planned: PlannedRun = planRun(subject, 'profile', 0, { isSampled: true });
  await runs.make([planned]);
  const run = runs.resultsOf(subject).findLast(({ kind }) => kind === 'profile');
  if (run?.timeline === undefined) return 'memory: no sample was taken';
  const { timeline, durationMs } = run;
  const [name, values] = SERIES.map(([label, series]) => [label, timeline[series]] as const).reduce(
    (one, other) => (riseOf(other[1]) > riseOf(one[1]) ? other : one),
  );
  const max = maxOf(values);
  const bars = drawSparkline(fitToWidth(bridgeSingleGaps(values), COLUMNS), max);
  const time = durationMs === undefined ? '' : ` over ${formatDuration(durationMs)}`;
  return `${name}${time} ${bars} peak ${formatBytes(max)}`;
}

export interface DrawnPoint {
  /** What distinguishes it from the others, formatted. */
  readonly at: string;
  readonly value: number;
}

/** `peak buffered ▁▂▄█ 16 MiB to 128 MiB, at a volume of 16 MiB to 128 MiB`. */
export function drawPoints(label: string, points: readonly DrawnPoint[], unit: Unit, over: string): string {
  const values = points.map(({ value }) => value);
  const bars = drawSparkline(values, Math.max(...values));
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  const [low, high] = [first, last].map(({ value }) => formatFigure(value, unit));
  return `${label} ${bars} ${low} to ${high}, ${over} ${first.at} to ${last.at}`;
}

const maxOf = (values: readonly (number | null)[]): number =>
  Math.max(0, ...values.map((value) => value ?? 0));

function riseOf(values: readonly (number | null)[]): number {
  const first = values.find((value) => value !== null) ?? 0;
  return maxOf(values) - first;
}
