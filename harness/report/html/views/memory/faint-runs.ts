/** The other runs of a case, behind the one that is shown: how far one run stands for all. */
import type { ChartLine } from '../../charts/line-chart.ts';
import {
  chooseSeries,
  keepPeaks,
  peakOf,
  type RunMemory,
  SERIES_KINDS,
  SERIES_NAMES,
} from './memory-series.ts';

export const MAX_FAINT = 5;
/** Of each run: the largest of each stays. */
const COLUMNS = 80;

/** One line of each, of what the case is mostly about. */
export function drawFaintRuns(memory: RunMemory): ChartLine[] {
  const series = chooseSeries([memory]);
  return chooseFaint(memory.others).map((run) => ({
    ...{ name: `another run: ${SERIES_NAMES[series]}`, kind: SERIES_KINDS[series] },
    ...{ points: keepPeaks(run.series[series], COLUMNS), isFaint: true },
  }));
}

export const peakOfFaint = (memory: RunMemory): number =>
  Math.max(0, ...drawFaintRuns(memory).map(({ points }) => peakOf(points)));

/** Those with the smallest and the largest peak, and some in between. */
function chooseFaint<Run>(runs: readonly Run[]): Run[] {
  if (runs.length <= MAX_FAINT) return [...runs];
  const step = (runs.length - 1) / (MAX_FAINT - 1);
  return Array.from({ length: MAX_FAINT }, (_, index) => runs[Math.round(index * step)] as Run);
}
