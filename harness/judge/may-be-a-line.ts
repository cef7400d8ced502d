/** Whether memory that is only estimated may grow by a line that its noise hides. Pure. */
import { findQuarter, type GrowthPoint, medianPeaks } from '../stats/growth-rules.ts';

/** The slope from a quarter of the volume on, as a share of that before: 1 for a line, 0.5 for a square root. */
const MORE_THAN_A_ROOT = 0.5;

/** What an allocator keeps of garbage levels off: it rises more at first than later. */
export function mayBeALine(points: readonly GrowthPoint[], noiseBytes: number): boolean {
  const peaks = medianPeaks(points);
  const [first, last] = [peaks[0], peaks.at(-1)];
  if (first === undefined || last === undefined || peaks.length < 3) return false;
  if (riseOf(peaks) <= noiseBytes) return false;
  const quarter = findQuarter(peaks);
  const later = peaks.slice(peaks.indexOf(quarter));
  const slopeBefore = slopeBetween(first, quarter);
  return isRising(later) && slopeBetween(quarter, last) > MORE_THAN_A_ROOT * Math.max(0, slopeBefore);
}

export function riseOf(points: readonly GrowthPoint[]): number {
  const bytes = points.map(({ peakBytes }) => peakBytes);
  return Math.max(...bytes) - Math.min(...bytes);
}

const isRising = (peaks: readonly GrowthPoint[]): boolean =>
  peaks.every(({ peakBytes }, index) => index === 0 || peakBytes > (peaks[index - 1]?.peakBytes ?? 0));

const slopeBetween = (from: GrowthPoint, to: GrowthPoint): number =>
  (to.peakBytes - from.peakBytes) / (to.volumeBytes - from.volumeBytes);
