const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A bar for each value, the highest for `max` and above; a space for a missing value. */
export function drawSparkline(values: readonly (number | null)[], max: number): string {
  return values.map((value) => (value === null ? ' ' : barOf(value, max))).join('');
}

/** Spreads the values over `width` columns, or joins adjacent ones, each column their maximum: a peak is never lost. */
export function fitToWidth(values: readonly (number | null)[], width: number): (number | null)[] {
  if (values.length === 0) return [];
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * values.length) / width);
    const to = Math.floor(((column + 1) * values.length) / width);
    const known = values.slice(from, Math.max(to, from + 1)).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  });
}

/** A single missing value takes that of its left neighbour: its sample came a little late. Longer gaps stay. */
export function bridgeSingleGaps(values: readonly (number | null)[]): (number | null)[] {
  return values.map((value, index) => {
    const [before = null, after = null] = [values[index - 1], values[index + 1]];
    return value === null && after !== null ? before : value;
  });
}

function barOf(value: number, max: number): string {
  const share = max <= 0 ? 0 : value / max;
  const step = Math.min(BARS.length - 1, Math.max(0, Math.ceil(share * BARS.length) - 1));
  return BARS[step] ?? BARS[0];
}
