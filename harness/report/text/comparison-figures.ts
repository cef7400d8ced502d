/** Formats the figures of a comparison: short for a column, or in full for a sentence. */
import type { Difference, MetricComparison } from '../../compare/verdict.ts';
import { findMetric } from '../../metrics.ts';
import { formatFigure, formatShortCount, type Unit } from '../../units.ts';
import { quoteLine } from './terminal-text.ts';

/** Shown for a figure that was not measured, which is not 0. */
export const MISSING = '–';
/** The interval includes 0. */
const NO_DIFFERENCE = '~';
/** It does not, but is of too few runs to show anything. */
const UNSURE = '?';

const MAX_LABEL_LENGTH = 15;

/** The rows that a comparison has in addition to the metrics of a run. */
const LABELS: Readonly<Record<string, string>> = { outcome: 'failed runs', growth: 'growth (B/B)' };

/** `peak buffered`. A scenario may give any name to a figure that it records. */
export function nameMetric(metric: string): string {
  const known = Object.hasOwn(LABELS, metric) ? LABELS[metric] : findMetric(metric)?.label;
  const label = quoteLine(known ?? metric);
  return label.length <= MAX_LABEL_LENGTH ? label : `${label.slice(0, MAX_LABEL_LENGTH - 1)}…`;
}

export const formatShortFigure = (value: number | undefined, unit: Unit): string =>
  value === undefined ? MISSING : formatFigure(value, unit, 'short');

export const formatLongFigure = (value: number | undefined, unit: Unit): string =>
  value === undefined ? MISSING : formatFigure(value, unit);

/** `+12.3 % (10.1…14.2)`, `+256 MiB`, `~ (-1.2…3.4 %)`. */
export function formatShortDifference(difference: Difference | undefined, unit: Unit): string {
  if (difference === undefined) return MISSING;
  const { kind, estimate, low, high, direction } = difference;
  if (direction === 'same') return 'the same';
  const [point, from, to] = [estimate, low, high].map((value) =>
    kind === 'relative' ? formatPercent(value) : formatFigure(value, unit, 'short'),
  ) as [string, string, string];
  const percent = kind === 'relative' ? ' %' : '';
  const includesZero = low <= 0 && high >= 0;
  // If both ends are equal the interval covers almost nothing, and is not shown.
  if (direction === 'unknown' && includesZero)
    return low === high ? NO_DIFFERENCE : `${NO_DIFFERENCE} (${from}…${to}${percent})`;
  const sign = estimate > 0 ? '+' : '';
  const shown = `${sign}${point}${percent}`;
  // An interval of too few runs says nothing more than the estimate.
  if (direction === 'unknown') return `${shown} ${UNSURE}`;
  return low === high ? shown : `${shown} (${from}…${to})`;
}

/** `+5.2 % (+3.1 % to +7.4 %)`, `+64 KiB`: without an interval if every run gave the same. */
export function formatLongDifference(difference: Difference | undefined, unit: Unit): string {
  if (difference === undefined) return MISSING;
  const point = formatSigned(difference.kind, difference.estimate, unit);
  const [from, to] = formatInterval(difference, unit);
  return difference.low === difference.high ? point : `${point} (${from} to ${to})`;
}

/** `+3.1 %` and `+7.4 %`. */
export const formatInterval = ({ kind, low, high }: Difference, unit: Unit): readonly [string, string] => [
  formatSigned(kind, low, unit),
  formatSigned(kind, high, unit),
];

const formatSigned = (kind: Difference['kind'], value: number, unit: Unit): string =>
  kind === 'relative' ? formatSignedShare(value) : withSign(value, formatFigure(value, unit));

/** The smallest coverage of the intervals that are shown; undefined where there are none. */
export function describeIntervals(differences: readonly (Difference | undefined)[]): string | undefined {
  const shown = differences.filter((each) => each !== undefined).filter(({ low, high }) => low !== high);
  if (shown.length === 0) return undefined;
  const minConfidence = Math.min(...shown.map(({ confidence }) => confidence));
  const firstRuns = shown.find((each) => each.firstRuns !== undefined)?.firstRuns;
  const capped =
    firstRuns === undefined ? '' : `, from the first ${firstRuns} runs per side where there are more`;
  const few = shown.some(isUnsure) ? `; ${UNSURE} too few runs to be sure (at least 4 per side)` : '';
  return `intervals cover ${formatPercent(Math.floor(1000 * minConfidence) / 1000)} % or more${capped}; ~ the interval includes 0${few}`;
}

const isUnsure = ({ direction, low, high }: Difference): boolean =>
  direction === 'unknown' && (low > 0 || high < 0);

/** The minimum detectable effect: a share, or a tolerance in the unit of the metric. */
export function formatDetectable(metric: MetricComparison): string {
  if (metric.class === 'outcome' || metric.class === 'informational') return MISSING;
  const { minDetectableEffect } = metric;
  if (minDetectableEffect === undefined) return MISSING;
  return metric.class === 'exact'
    ? formatFigure(minDetectableEffect, metric.unit, 'short')
    : `${formatPercent(minDetectableEffect)} %`;
}

/** Two decimal places below 1 %, one below 100 %. */
function formatPercent(share: number): string {
  const percent = 100 * share;
  const size = Math.abs(percent);
  if (size >= 99_950) return formatShortCount(percent);
  return String(Number(percent.toFixed(size < 1 ? 2 : size < 100 ? 1 : 0)));
}

function formatSignedShare(share: number): string {
  const percent = share * 100;
  if (!Number.isFinite(percent)) return percent > 0 ? '+∞ %' : '–∞ %';
  return withSign(percent, `${percent.toFixed(Math.abs(percent) < 100 ? 1 : 0)} %`);
}

const withSign = (value: number, text: string): string => (value > 0 ? `+${text}` : text);
