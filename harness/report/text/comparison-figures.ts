/** How the figures of a comparison are written: short enough for their column. */
import type { Difference, MetricComparison } from '../../compare/verdict.ts';
import { formatBytes, formatCount, formatDuration, formatNanoseconds } from '../../units.ts';
import { quoteLine } from './terminal-text.ts';

/** Nothing is printed for what was not measured; it is not nought. */
const MISSING = '–';
/** No difference can be told. */
const NO_DIFFERENCE = '~';

const LONGEST_NAME = 15;

const NAMES: Readonly<Record<string, string>> = {
  outcome: 'failed runs',
  growth: 'growth (B/B)',
  peakBufferedBytes: 'peak buffered',
  writesAfterFalse: 'writes a. false',
  pushesAfterFalse: 'pushes a. false',
  bytesDelivered: 'bytes delivered',
  retainedArrayBuffersBytes: 'kept arrayBuf',
  drains: 'drains',
  stablePeakRssBytes: 'stable RSS',
  stablePeakArrayBuffersBytes: 'stable arrayBuf',
  cpuMs: 'CPU',
  durationMs: 'duration',
  throughputBytesPerSecond: 'throughput /s',
  peakRssBytes: 'peak RSS',
  peakArrayBuffersBytes: 'peak arrayBuf',
};

/** `recorded.heldBytes` is `heldBytes`: a scenario may record what it likes. */
export function nameMetric(metric: string): string {
  const known = Object.hasOwn(NAMES, metric) ? NAMES[metric] : undefined;
  const name = known ?? quoteLine(metric.replace(/^recorded\./, ''));
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

type Measured = Pick<MetricComparison, 'metric' | 'unit'>;

export function formatFigure(value: number | undefined, { metric, unit }: Measured): string {
  if (value === undefined) return MISSING;
  if (metric.endsWith('anoseconds')) return formatNanoseconds(value);
  if (metric.startsWith('recorded.') && metric.includes('Bytes')) return formatBytes(value);
  switch (unit) {
    case 'slope':
      return formatSlope(value);
    case 'ms':
      return formatDuration(value);
    case 'count':
      return formatMany(value);
    default:
      return formatBytes(value);
  }
}

/** `+12.3 % (10.1…14.2)`, `+256 MiB`, `~ (-1.2…3.4 %)`. */
export function formatDifference(difference: Difference | undefined, measured: Measured): string {
  if (difference === undefined) return MISSING;
  const { kind, estimate, low, high, direction } = difference;
  if (direction === 'same') return 'the same';
  const [one, from, to] = [estimate, low, high].map((value) =>
    kind === 'relative' ? formatPercent(value) : formatFigure(value, measured),
  ) as [string, string, string];
  const unit = kind === 'relative' ? ' %' : '';
  // An interval that covers next to nothing would only look like one.
  if (direction === 'unknown')
    return low === high ? NO_DIFFERENCE : `${NO_DIFFERENCE} (${from}…${to}${unit})`;
  const sign = estimate > 0 ? '+' : '';
  return low === high ? `${sign}${one}${unit}` : `${sign}${one}${unit} (${from}…${to})`;
}

/** The coverage of the intervals that are shown, at the least; undefined where there are none. */
export function describeIntervals(differences: readonly (Difference | undefined)[]): string | undefined {
  const shown = differences.filter((each) => each !== undefined && each.low !== each.high);
  if (shown.length === 0) return undefined;
  const least = Math.min(...shown.map((each) => each?.confidence ?? 0));
  const firstRuns = shown.find((each) => each?.firstRuns !== undefined)?.firstRuns;
  const capped =
    firstRuns === undefined ? '' : `, by the first ${firstRuns} runs a side where there are more`;
  return `intervals cover ${formatPercent(Math.floor(1000 * least) / 1000)} % or more${capped}; ~: no difference can be told, which takes 4 runs a side`;
}

/** A share, or a tolerance in the unit of the metric. */
export function formatDetectable({ minDetectableEffect, difference, ...measured }: MetricComparison): string {
  if (minDetectableEffect === undefined) return MISSING;
  if (measured.class === 'exact' && difference?.kind !== 'relative')
    return formatFigure(minDetectableEffect, measured);
  return `${formatPercent(minDetectableEffect)} %`;
}

/** Two digits behind the point below 1 %, one below 100 %. */
function formatPercent(share: number): string {
  const percent = 100 * share;
  const size = Math.abs(percent);
  if (size >= 99_950) return formatMany(percent);
  return String(Number(percent.toFixed(size < 1 ? 2 : size < 100 ? 1 : 0)));
}

const formatSlope = (slope: number): string =>
  Math.abs(slope) < 0.0001 ? '0' : String(Number(slope.toPrecision(3)));

/** From a million on three digits are enough for a column. */
function formatMany(count: number): string {
  if (Math.abs(count) < 1e6) {
    return Number.isInteger(count) || Math.abs(count) >= 100
      ? formatCount(count)
      : String(Number(count.toPrecision(3)));
  }
  return Math.abs(count) < 1e9
    ? `${Number((count / 1e6).toPrecision(3))}M`
    : Number(count.toPrecision(3)).toExponential();
}
