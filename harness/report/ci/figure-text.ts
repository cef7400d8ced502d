/** Figures with their unit, for a person to read. */
import type { MetricComparison } from '../../compare/verdict.ts';
import { formatBytes, formatCount, formatDuration, formatRate } from '../../units.ts';

/** Nothing stands for what was not measured; it is not nought. */
const MISSING = '–';

export function formatFigure(value: number | undefined, unit: MetricComparison['unit']): string {
  if (value === undefined) return MISSING;
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'bytesPerSecond':
      return formatRate(value / 1000);
    case 'ms':
      return formatDuration(value);
    case 'count':
      return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)));
    case 'slope':
      return `${formatSlope(value)} B/B`;
  }
}

/** `+5.2 % (+3.1 % to +7.4 %)`, `+64 KiB`: without its interval where every run gave the same. */
export function formatDifference({
  difference,
  unit,
}: Pick<MetricComparison, 'difference' | 'unit'>): string {
  if (difference === undefined) return MISSING;
  const { kind, estimate, low, high } = difference;
  const [point, from, to] = [estimate, low, high].map((value) =>
    kind === 'relative' ? formatShare(value) : withSign(value, formatFigure(value, unit)),
  );
  return low === high ? `${point}` : `${point} (${from} to ${to})`;
}

function formatShare(share: number): string {
  const percent = share * 100;
  if (!Number.isFinite(percent)) return percent > 0 ? '+∞ %' : '–∞ %';
  return withSign(percent, `${percent.toFixed(Math.abs(percent) < 100 ? 1 : 0)} %`);
}

const withSign = (value: number, text: string): string => (value > 0 ? `+${text}` : text);

function formatSlope(slope: number): string {
  return slope !== 0 && Math.abs(slope) < 0.01 ? slope.toPrecision(1) : slope.toFixed(2);
}
