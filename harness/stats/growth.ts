import { mannKendallOfPoints, type Point } from './kendall.ts';
import { median } from './quantile.ts';
import { theilSen } from './theil-sen.ts';

export interface GrowthPoint {
  /** Bytes that went through the stream in this run. */
  readonly volumeBytes: number;
  /** The largest value of the metric during the run. */
  readonly peakBytes: number;
}

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
}

interface Rule {
  readonly isMet: boolean;
  readonly finding: string;
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

/** Bytes retained per byte written. Honouring backpressure was measured at up to 0.003, ignoring it at 1. */
const BOUNDED_BELOW_SLOPE = 0.05;

/** Four times the volume with a tenth more memory: above the noise of a peak, far below linear growth. */
const BOUNDED_BELOW_RATIO = 1.1;

/** Bytes retained per byte written: twice the limit of bounded, so that no slope is close to both. */
const LINEAR_ABOVE_SLOPE = 0.1;

/** Five volumes, run once each, reach it only in strictly increasing order: 1/5! = 0.0083. */
const LINEAR_BELOW_P = 0.01;

/**
 * Judges whether the peak stays bounded as the volume grows, or grows with it. Several runs may share a
 * volume. With fewer than 4 distinct volumes the verdict is inconclusive, whatever the figures.
 * The line has an intercept: a process uses 40 MB before the first byte.
 * Throws a RangeError for a volume or a peak that is NaN.
 */
export function judgeGrowth(points: readonly GrowthPoint[]): GrowthJudgement {
  const figures = computeFigures(points);
  const volumes = countVolumes(points);
  if (volumes < MIN_VOLUMES) {
    const reason = `distinct volumes: ${volumes} (at least ${MIN_VOLUMES} are needed)`;
    return { verdict: 'inconclusive', ...figures, reason };
  }
  const bounded = checkBounded(figures);
  if (bounded.every(({ isMet }) => isMet))
    return { verdict: 'bounded', ...figures, reason: describe(bounded) };
  const linear = checkLinear(figures);
  if (linear.every(({ isMet }) => isMet)) return { verdict: 'linear', ...figures, reason: describe(linear) };
  return { verdict: 'inconclusive', ...figures, reason: describeFailures(bounded, linear) };
}

/**
 * Computes the volumes V, 2V, 4V, 8V and 16V in bytes to judge growth by. 16V is the largest of what was
 * requested, the floor, and 32 times the sum of highWaterMark, rounded up so that V is whole.
 * Throws a RangeError where that is not a positive, safe number of bytes.
 */
export function growthVolumes(options: GrowthVolumesOptions): number[] {
  const { largestBytes, highWaterMarkBytes, floorBytes = GROWTH_FLOOR_BYTES } = options;
  const minBytes = HIGH_WATER_MARKS_IN_LARGEST * highWaterMarkBytes;
  const volumeBytes = Math.ceil(Math.max(largestBytes, floorBytes, minBytes) / Math.max(...VOLUME_STEPS));
  const volumes = VOLUME_STEPS.map((step) => step * volumeBytes);
  if (!volumes.every((bytes) => Number.isSafeInteger(bytes) && bytes > 0)) {
    throw new RangeError(`no volumes to judge growth by from steps of ${volumeBytes} bytes`);
  }
  return volumes;
}

function computeFigures(points: readonly GrowthPoint[]): Figures {
  const asPoints: Point[] = points.map(({ volumeBytes, peakBytes }) => ({ x: volumeBytes, y: peakBytes }));
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

function countVolumes(points: readonly GrowthPoint[]): number {
  return new Set(points.map(({ volumeBytes }) => volumeBytes)).size;
}

/**
 * The highest of the small volumes is the reference: buffers of a kernel or a database vary by a tenth and more from run
 * to run, and what really grows has it at a quarter of the largest volume anyway.
 */
function computePeakRatio(points: readonly GrowthPoint[]): number {
  const largestBytes = points.reduce((largest, { volumeBytes }) => Math.max(largest, volumeBytes), 0);
  const quarterBytes = findQuarter(points, largestBytes);
  const smallPeaks = points
    .filter(({ volumeBytes }) => volumeBytes <= quarterBytes)
    .map(({ volumeBytes }) => medianPeakAt(points, volumeBytes));
  const largestPeak = medianPeakAt(points, largestBytes);
  const smallPeak = Math.max(...smallPeaks);
  return largestPeak === smallPeak ? 1 : largestPeak / smallPeak;
}

function medianPeakAt(points: readonly GrowthPoint[], atBytes: number): number {
  return median(
    points.filter(({ volumeBytes }) => volumeBytes === atBytes).map(({ peakBytes }) => peakBytes),
  );
}

/** The volume nearest to a quarter of the largest, by ratio, and never the largest itself. */
function findQuarter(points: readonly GrowthPoint[], largestBytes: number): number {
  const distance = (bytes: number): number => Math.abs(Math.log((4 * bytes) / largestBytes));
  return points
    .map(({ volumeBytes }) => volumeBytes)
    .filter((bytes) => bytes !== largestBytes)
    .reduce((nearest, bytes) => {
      const closer = distance(bytes) - distance(nearest);
      return closer < 0 || (closer === 0 && bytes < nearest) ? bytes : nearest;
    });
}

function checkBounded({ high, peakRatio }: Figures): Rule[] {
  return [
    {
      isMet: high < BOUNDED_BELOW_SLOPE,
      finding: `upper bound of the slope ${format(high)} B/B (bounded is below ${BOUNDED_BELOW_SLOPE})`,
    },
    {
      isMet: peakRatio < BOUNDED_BELOW_RATIO,
      finding: `peak ${format(peakRatio)} times that at up to a quarter of the volume (bounded is below ${BOUNDED_BELOW_RATIO})`,
    },
  ];
}

function checkLinear({ low, pIncreasing }: Figures): Rule[] {
  return [
    {
      isMet: low > LINEAR_ABOVE_SLOPE,
      finding: `lower bound of the slope ${format(low)} B/B (linear is above ${LINEAR_ABOVE_SLOPE})`,
    },
    {
      isMet: pIncreasing < LINEAR_BELOW_P,
      finding: `Mann–Kendall p ${format(pIncreasing)} (linear is below ${LINEAR_BELOW_P})`,
    },
  ];
}

function describeFailures(bounded: readonly Rule[], linear: readonly Rule[]): string {
  const failed = (rules: readonly Rule[]): string => describe(rules.filter((rule) => !rule.isMet));
  return `not bounded: ${failed(bounded)}; not linear: ${failed(linear)}`;
}

function describe(rules: readonly Rule[]): string {
  return rules.map(({ finding }) => finding).join(' and ');
}

/** Four digits, and no trailing zeros. */
function format(figure: number): string {
  return String(Number(figure.toPrecision(4)));
}
