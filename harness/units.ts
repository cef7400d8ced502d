/** Parses and formats quantities. Inside the program sizes are in bytes and times in milliseconds. */

/** The unit of a figure; `slope` is bytes per byte. */
export type Unit = 'bytes' | 'bytesPerSecond' | 'ms' | 'nanoseconds' | 'count' | 'slope';

const BYTE_UNITS = new Map<string, number>([
  ['', 1],
  ['b', 1],
  ['k', 1024],
  ['kib', 1024],
  ['kb', 1000],
  ['m', 1024 ** 2],
  ['mib', 1024 ** 2],
  ['mb', 1000 ** 2],
  ['g', 1024 ** 3],
  ['gib', 1024 ** 3],
  ['gb', 1000 ** 3],
  ['t', 1024 ** 4],
  ['tib', 1024 ** 4],
  ['tb', 1000 ** 4],
]);

const TIME_UNITS = new Map<string, number>([
  ['ms', 1],
  ['s', 1000],
  ['min', 60 * 1000],
  ['m', 60 * 1000],
]);

/** `'64KiB'`, `'64k'`, `'1.5 MiB'`, `'65536'` to bytes; undefined if it is not a number with a unit of size. May return a fraction. */
export function parseBytes(text: string): number | undefined {
  return parseQuantity(text, BYTE_UNITS);
}

/** `'30s'`, `'500ms'`, `'2min'` to milliseconds; undefined if it is not a number with a unit of time. */
export function parseDuration(text: string): number | undefined {
  return parseQuantity(text, TIME_UNITS);
}

function parseQuantity(text: string, units: ReadonlyMap<string, number>): number | undefined {
  const [, number, unit] = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = units.get((unit ?? '').toLowerCase());
  if (number === undefined || factor === undefined) return undefined;
  const value = Number(number) * factor;
  // 1.005 kB is 1005 B, although floating point gives 1004.9999999999999.
  const whole = Math.round(value);
  return Math.abs(value - whole) <= Number.EPSILON * Math.abs(value) ? whole : value;
}

const BINARY_STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `'256 MiB'`, `'1.2 GiB'`, `'20 KiB'`: three digits, four in a whole number such as `'1023 B'`, without trailing zeros. */
export function formatBytes(valueBytes: number): string {
  let value = valueBytes;
  let step = 0;
  // 1023.5 KiB would be shown as 1024 KiB, which is 1 MiB.
  while (Math.abs(value) >= 999.5 && step < BINARY_STEPS.length - 1) {
    if (Math.abs(value) < 1024 && Number.isInteger(value)) break;
    value /= 1024;
    step += 1;
  }
  return `${formatShort(value)} ${BINARY_STEPS[step]}`;
}

/** `'1.23 s'`, `'45 ms'`, `'2 min 5 s'`, `'3 min'`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${formatShort(durationMs)} ms`;
  // From here on, three digits would show 60 s.
  if (durationMs < 59.95 * 1000) return `${formatShort(durationMs / 1000)} s`;
  const seconds = Math.round(durationMs / 1000);
  const minutes = `${Math.floor(seconds / 60)} min`;
  return seconds % 60 === 0 ? minutes : `${minutes} ${seconds % 60} s`;
}

/** `'38.2 ns'`, `'1.2 µs'`, `'3 ms'`. */
function formatNanoseconds(durationNs: number): string {
  if (durationNs < 999.5) return `${formatShort(durationNs)} ns`;
  if (durationNs < 999.5e3) return `${formatShort(durationNs / 1e3)} µs`;
  return formatDuration(durationNs / 1e6);
}

/** Whole numbers, in groups of three digits from `'10,000'` on. */
export function formatCount(value: number): string {
  const whole = Math.round(value);
  const useGrouping = Math.abs(whole) >= 10_000;
  // A formatter takes as long to make as hundreds of figures to format.
  const known = useGrouping ? FORMATTERS.grouping : FORMATTERS.plain;
  const formatter = known ?? new Intl.NumberFormat('en-US', { useGrouping });
  FORMATTERS[useGrouping ? 'grouping' : 'plain'] = formatter;
  return formatter.format(whole);
}

const FORMATTERS: { grouping?: Intl.NumberFormat; plain?: Intl.NumberFormat } = {};

/**
 * Formats a figure in its unit. `short` is for a table column whose head states the rest: without `/s` and `B/B`, and with
 * three digits for counts from a million on.
 */
export function formatFigure(value: number, unit: Unit, length: 'short' | 'long' = 'long'): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'bytesPerSecond':
      return `${formatBytes(value)}${length === 'short' ? '' : '/s'}`;
    case 'ms':
      return formatDuration(value);
    case 'nanoseconds':
      return formatNanoseconds(value);
    case 'count':
      return length === 'short' ? formatShortCount(value) : formatLongCount(value);
    case 'slope':
      return length === 'short' ? formatShortSlope(value) : `${formatSlope(value)} B/B`;
  }
}

/** Smaller slopes are floating-point noise. */
const MIN_SLOPE = 0.0001;

/** Two decimal places, and more if two would show no growth. */
export function formatSlope(slope: number): string {
  if (Math.abs(slope) < MIN_SLOPE) return '0.00';
  return Math.abs(slope) < 0.01 ? slope.toPrecision(1) : slope.toFixed(2);
}

const formatShortSlope = (slope: number): string =>
  Math.abs(slope) < MIN_SLOPE ? '0' : String(Number(slope.toPrecision(3)));

const formatLongCount = (count: number): string =>
  Number.isInteger(count) ? formatCount(count) : String(Number(count.toPrecision(4)));

/** Three digits from a million on, which is enough for a column. */
export function formatShortCount(count: number): string {
  if (Math.abs(count) < 1e6) {
    return Number.isInteger(count) || Math.abs(count) >= 100
      ? formatCount(count)
      : String(Number(count.toPrecision(3)));
  }
  return Math.abs(count) < 1e9
    ? `${Number((count / 1e6).toPrecision(3))}M`
    : Number(count.toPrecision(3)).toExponential();
}

function formatShort(value: number): string {
  const digits = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}
