const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A bar for each value, the highest for `most` and above; a space where there is no value. */
export function drawSparkline(values: readonly (number | null)[], most: number): string {
  return values.map((value) => (value === null ? ' ' : barOf(value, most))).join('');
}

/** Joins neighbours to `width` values, each the greatest of its part: a peak is never lost. */
export function squeeze(values: readonly (number | null)[], width: number): (number | null)[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * values.length) / width);
    const to = Math.floor(((column + 1) * values.length) / width);
    const known = values.slice(from, to).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  });
}

function barOf(value: number, most: number): string {
  const share = most <= 0 ? 0 : value / most;
  const step = Math.min(BARS.length - 1, Math.max(0, Math.ceil(share * BARS.length) - 1));
  return BARS[step] ?? BARS[0];
}
