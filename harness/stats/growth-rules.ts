/** The rules by which growth is bounded or linear. Peaks are one for each volume, in ascending order of the volume. */
import { median } from './quantile.ts';
import { theilSen } from './theil-sen.ts';

export interface GrowthPoint {
  /** Bytes that went through the stream in this run. */
  readonly volumeBytes: number;
  /** The largest value of the metric during the run. */
  readonly peakBytes: number;
}

export interface Rule {
  readonly isMet: boolean;
  readonly finding: string;
}

/** Bytes retained per byte written. Honouring backpressure was measured at up to 0.003, ignoring it at 1. */
const BOUNDED_BELOW_SLOPE = 0.05;

/** Four times the volume with a tenth more memory: above the noise of a peak, far below linear growth. */
const BOUNDED_BELOW_RATIO = 1.1;

/** A step of growth that is a smaller share of the peak is not taken for one: extremes rise a little in longer runs. */
const MIN_STEP_SHARE = 0.01;

/** Bytes retained per byte written: twice the limit of bounded, so that no slope is close to both. */
const LINEAR_ABOVE_SLOPE = 0.1;

/** Five volumes, run once each, reach it only in strictly increasing order: 1/5! = 0.0083. */
const LINEAR_BELOW_P = 0.01;

/**
 * The slope from a quarter of the largest volume on, as a share of the slope up to there. It is 4^(p - 1) for growth by
 * the power p: 1 if linear, 0.5 for a square root, 0.25 for a logarithm.
 */
const LINEAR_ABOVE_BEND = 0.7;

/** The median peak at each volume. Throws a RangeError for a volume or a peak that is NaN. */
export function medianPeaks(points: readonly GrowthPoint[]): GrowthPoint[] {
  const byVolume = new Map<number, number[]>();
  for (const { volumeBytes, peakBytes } of points)
    byVolume.set(volumeBytes, [...(byVolume.get(volumeBytes) ?? []), peakBytes]);
  return [...byVolume]
    .map(([volumeBytes, peaks]) => ({ volumeBytes, peakBytes: median(peaks) }))
    .sort((one, other) => one.volumeBytes - other.volumeBytes);
}

/** The peak at the volume nearest to a quarter of the largest, by ratio, and never the largest itself. */
export function findQuarter(peaks: readonly GrowthPoint[]): GrowthPoint {
  const largestBytes = peaks.at(-1)?.volumeBytes ?? Number.NaN;
  const distance = ({ volumeBytes }: GrowthPoint): number =>
    Math.abs(Math.log((4 * volumeBytes) / largestBytes));
  return peaks.slice(0, -1).reduce((nearest, peak) => (distance(peak) < distance(nearest) ? peak : nearest));
}

/** The first volume may have a smaller peak, as of a cache that is not full yet: only what follows has to be level. */
export function checkBounded(peaks: readonly GrowthPoint[], noiseBytes: number): Rule[] {
  const { highest, highestBefore, slopeAfter } = splitAtQuarter(peaks, noiseBytes);
  const ratio = highest === highestBefore ? 1 : highest / highestBefore;
  const isWithinNoise = noiseBytes > 0 && highest - highestBefore <= noiseBytes;
  return [
    {
      isMet: slopeAfter < BOUNDED_BELOW_SLOPE,
      finding: `slope ${format(slopeAfter)} B/B from a quarter of the volume on (bounded is below ${BOUNDED_BELOW_SLOPE})`,
    },
    {
      isMet: isWithinNoise || ratio < BOUNDED_BELOW_RATIO,
      finding: isWithinNoise
        ? 'a peak that rises no more than its noise from a quarter of the volume on'
        : `peak ${format(ratio)} times that up to a quarter of the volume (bounded is below ${BOUNDED_BELOW_RATIO})`,
    },
    {
      isMet: !risesSteadily(peaks, noiseBytes),
      finding: risesSteadily(peaks, noiseBytes)
        ? 'a peak that rises with every volume'
        : 'a peak that does not rise with every volume',
    },
  ];
}

export function checkLinear(
  { low, pIncreasing }: { readonly low: number; readonly pIncreasing: number },
  peaks: readonly GrowthPoint[],
  noiseBytes: number,
): Rule[] {
  const { bend, riseBytes } = splitAtQuarter(peaks, noiseBytes);
  return [
    {
      isMet: low > LINEAR_ABOVE_SLOPE,
      finding: `lower bound of the slope ${format(low)} B/B (linear is above ${LINEAR_ABOVE_SLOPE})`,
    },
    {
      isMet: pIncreasing < LINEAR_BELOW_P,
      finding: `Mann–Kendall p ${format(pIncreasing)} (linear is below ${LINEAR_BELOW_P})`,
    },
    {
      isMet: bend > LINEAR_ABOVE_BEND,
      finding: `slope from a quarter of the volume on ${format(bend)} times that before (linear is above ${LINEAR_ABOVE_BEND})`,
    },
    ...(noiseBytes > 0 && riseBytes <= 2 * noiseBytes
      ? [{ isMet: false, finding: 'it rises by less than twice the noise of the peak' }]
      : []),
  ];
}

/** The smallest volume from which on all peaks are level. */
export function findFullVolume(peaks: readonly GrowthPoint[], noiseBytes: number): number {
  const isLevelFrom = (first: number): boolean => {
    const bytes = peaks.slice(first).map(({ peakBytes }) => peakBytes);
    const [lowest, highest] = [Math.min(...bytes), Math.max(...bytes)];
    return highest - lowest <= noiseBytes || highest < lowest * BOUNDED_BELOW_RATIO;
  };
  const quarter = peaks.indexOf(findQuarter(peaks));
  const first = peaks.findIndex((_, index) => isLevelFrom(index));
  return first > quarter ? (peaks[0]?.volumeBytes ?? 0) : (peaks[first]?.volumeBytes ?? 0);
}

function splitAtQuarter(peaks: readonly GrowthPoint[], noiseBytes: number) {
  const quarter = peaks.indexOf(findQuarter(peaks));
  const [before, after] = [peaks.slice(0, quarter + 1), peaks.slice(quarter)];
  const slopeBefore = before.length < 2 ? 0 : slopeOf(before, 0);
  return {
    highest: Math.max(...peaks.map(({ peakBytes }) => peakBytes)),
    highestBefore: Math.max(...before.map(({ peakBytes }) => peakBytes)),
    slopeAfter: slopeOf(after, noiseBytes),
    bend: slopeBefore > 0 ? slopeOf(after, 0) / slopeBefore : Number.POSITIVE_INFINITY,
    riseBytes: (peaks.at(-1)?.peakBytes ?? 0) - (peaks[0]?.peakBytes ?? 0),
  };
}

/** Theil-Sen, of what exceeds the noise. */
function slopeOf(peaks: readonly GrowthPoint[], noiseBytes: number): number {
  if (noiseBytes === 0) return theilSen(peaks.map(({ volumeBytes: x, peakBytes: y }) => ({ x, y }))).slope;
  const slopes = peaks.flatMap((one, index) =>
    peaks.slice(index + 1).map((other) => {
      const riseBytes = other.peakBytes - one.peakBytes;
      const excessBytes = Math.sign(riseBytes) * Math.max(0, Math.abs(riseBytes) - noiseBytes);
      return excessBytes / (other.volumeBytes - one.volumeBytes);
    }),
  );
  return median(slopes);
}

/** As a logarithm does: with each volume, above the noise, and not less and less. */
function risesSteadily(peaks: readonly GrowthPoint[], noiseBytes: number): boolean {
  const steps = listSteps(peaks);
  const isRising = steps.every(
    ({ riseBytes, fromBytes }) => riseBytes > Math.max(noiseBytes, MIN_STEP_SHARE * fromBytes),
  );
  const last = steps.at(-1)?.riseBytes ?? 0;
  return isRising && last >= median(steps.slice(0, -1).map(({ riseBytes }) => riseBytes)) / 2;
}

export const listSteps = (peaks: readonly GrowthPoint[]) =>
  peaks.slice(1).map(({ peakBytes }, index) => {
    const fromBytes = peaks[index]?.peakBytes ?? 0;
    return { fromBytes, riseBytes: peakBytes - fromBytes };
  });

/** Four digits, and no trailing zeros. */
function format(figure: number): string {
  return String(Number(figure.toPrecision(4)));
}
