import {
  checkBounded,
  checkLinear,
  findFullVolume,
  findQuarter,
  type GrowthPoint,
  medianPeaks,
  type Rule,
} from './growth-rules.ts';
import { describeShape } from './growth-shape.ts';
import { mannKendallOfPoints, type Point } from './kendall.ts';
import { theilSen } from './theil-sen.ts';

export type { GrowthPoint } from './growth-rules.ts';

export interface GrowthJudgement {
  readonly verdict: 'bounded' | 'linear' | 'inconclusive';
  /** Bytes of peak for each byte of volume, as are `low` and `high`; NaN with fewer than 2 distinct volumes. */
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  /** The coverage of low to high, 0 to 1: less than 0.95 with 4 points; NaN where there is no slope. */
  readonly confidence: number;
  /** One-sided Mann–Kendall p-value of an increasing peak, 0 to 1. */
  readonly pIncreasing: number;
  /**
   * Peak at the largest volume over the highest peak at a quarter of it or less: 1 where both are 0, Infinity where only
   * the latter is, NaN with fewer than 2 distinct volumes.
   */
  readonly peakRatio: number;
  /** The rules that decided, with their figures; for an inconclusive verdict, those that failed. */
  readonly reason: string;
}

interface GrowthVolumesOptions {
  /** The largest volume requested; raised where it is too small to judge by. */
  readonly largestBytes: number;
  /** The sum of highWaterMark over all streams in the case. */
  readonly highWaterMarkBytes: number;
  /** The minimum of the largest volume; {@link GROWTH_FLOOR_BYTES} by default. */
  readonly floorBytes?: number;
  /** The maximum of the largest volume, unless the queues need more to fill; none by default. */
  readonly ceilingBytes?: number;
}

type Figures = Omit<GrowthJudgement, 'verdict' | 'reason'>;

/** The minimum of the largest volume: a tenth of it, 26 MB, is far above the noise of a process of 40 MB. */
export const GROWTH_FLOOR_BYTES = 256 * 1024 * 1024;

/**
 * The largest volume as a multiple of the sum of highWaterMark. 10 would be enough for the largest itself;
 * with 32 the smallest, a sixteenth of it, is at twice that sum, too. Below the sum the queues have not filled yet,
 * and a stream that is bounded looks as if it grew.
 */
const HIGH_WATER_MARKS_IN_LARGEST = 32;

/** Four doublings: enough for a slope to stand out, and a quarter of the largest is among them. */
const VOLUME_STEPS = [1, 2, 4, 8, 16] as const;

/** Fewer give no interval: with three points the full range of slopes covers only 2 cases in 3. */
const MIN_VOLUMES = 4;

/**
 * Judges whether the peak stays bounded as the volume grows, or grows with it. Several runs may share a
 * volume. With fewer than 4 distinct volumes the verdict is inconclusive, whatever the figures.
 * The line has an intercept: a process uses 40 MB before the first byte. `noiseBytes` is by how much two peaks of a
 * program that is bounded can differ; 0 for what is counted.
 * Throws a RangeError for a volume or a peak that is NaN.
 */
export function judgeGrowth(points: readonly GrowthPoint[], noiseBytes = 0): GrowthJudgement {
  const figures = computeFigures(points);
  const peaks = medianPeaks(points);
  if (peaks.length < MIN_VOLUMES) {
    const reason = `distinct volumes: ${peaks.length} (at least ${MIN_VOLUMES} are needed)`;
    return { verdict: 'inconclusive', ...figures, reason };
  }
  const bounded = checkBounded(peaks, noiseBytes);
  if (bounded.every(({ isMet }) => isMet))
    return {
      verdict: 'bounded',
      ...figures,
      ...slopeOnceFull(peaks, points, noiseBytes),
      reason: describe(bounded),
    };
  const linear = checkLinear(figures, peaks, noiseBytes);
  if (linear.every(({ isMet }) => isMet)) return { verdict: 'linear', ...figures, reason: describe(linear) };
  const shape = describeShape(peaks, noiseBytes);
  return { verdict: 'inconclusive', ...figures, reason: `${shape}: ${describeFailures(bounded, linear)}` };
}

/** A buffer that fills once is smaller at the first volumes: the slope is that of the volumes at which it is full. */
function slopeOnceFull(
  peaks: readonly GrowthPoint[],
  points: readonly GrowthPoint[],
  noiseBytes: number,
): Partial<Figures> {
  const first = findFullVolume(peaks, noiseBytes);
  const full = points.filter(({ volumeBytes }) => volumeBytes >= first);
  if (full.length === points.length) return {};
  const { slope, low, high, confidence } = theilSen(full.map(toPoint));
  return { slope, low, high, confidence };
}

/**
 * Computes the volumes V, 2V, 4V, 8V and 16V in bytes to judge growth by. 16V is the largest of what was
 * requested and the floor, at most the ceiling, but at least 32 times the sum of highWaterMark, rounded up so that V
 * is whole.
 * Throws a RangeError where that is not a positive, safe number of bytes.
 */
export function growthVolumes(options: GrowthVolumesOptions): number[] {
  const {
    largestBytes,
    highWaterMarkBytes,
    floorBytes = GROWTH_FLOOR_BYTES,
    ceilingBytes = Infinity,
  } = options;
  const minBytes = HIGH_WATER_MARKS_IN_LARGEST * highWaterMarkBytes;
  const wantedBytes = Math.min(Math.max(largestBytes, floorBytes), ceilingBytes);
  const volumeBytes = Math.ceil(Math.max(wantedBytes, minBytes) / Math.max(...VOLUME_STEPS));
  const volumes = VOLUME_STEPS.map((step) => step * volumeBytes);
  if (!volumes.every((bytes) => Number.isSafeInteger(bytes) && bytes > 0)) {
    throw new RangeError(`no volumes to judge growth by from steps of ${volumeBytes} bytes`);
  }
  return volumes;
}

function computeFigures(points: readonly GrowthPoint[]): Figures {
  const asPoints = points.map(toPoint);
  const { pIncreasing } = mannKendallOfPoints(asPoints);
  if (countVolumes(points) < 2) {
    const missing = Number.NaN;
    return {
      slope: missing,
      low: missing,
      high: missing,
      confidence: missing,
      pIncreasing,
      peakRatio: missing,
    };
  }
  const { slope, low, high, confidence } = theilSen(asPoints);
  return { slope, low, high, confidence, pIncreasing, peakRatio: computePeakRatio(points) };
}

const toPoint = ({ volumeBytes, peakBytes }: GrowthPoint): Point => ({ x: volumeBytes, y: peakBytes });

const countVolumes = (points: readonly GrowthPoint[]): number => medianPeaks(points).length;

/**
 * The highest of the small volumes is the reference: buffers of a kernel or a database vary by a tenth and more from run
 * to run, and what really grows has it at a quarter of the largest volume anyway.
 */
function computePeakRatio(points: readonly GrowthPoint[]): number {
  const peaks = medianPeaks(points);
  const largest = peaks.at(-1)?.peakBytes ?? Number.NaN;
  const quarter = findQuarter(peaks).volumeBytes;
  const small = peaks.filter(({ volumeBytes }) => volumeBytes <= quarter).map(({ peakBytes }) => peakBytes);
  const highest = Math.max(...small);
  return largest === highest ? 1 : largest / highest;
}

function describeFailures(bounded: readonly Rule[], linear: readonly Rule[]): string {
  const failed = (rules: readonly Rule[]): string => describe(rules.filter((rule) => !rule.isMet));
  return `not bounded: ${failed(bounded)}; not linear: ${failed(linear)}`;
}

function describe(rules: readonly Rule[]): string {
  return rules.map(({ finding }) => finding).join(' and ');
}
