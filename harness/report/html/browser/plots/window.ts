/** Which part of a chart is shown, and where its cursor is: arithmetic on the axis of time. Pure. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** No narrower than this share of the whole. */
const MIN_SHARE = 1e-5;

/** `factor` below 1 shows less; `around` keeps its place. */
export function zoom({ min, max }: Range, whole: Range, factor: number, around: number): Range {
  const length = Math.max((whole.max - whole.min) * MIN_SHARE, (max - min) * factor);
  const share = max > min ? (around - min) / (max - min) : 0.5;
  return moveInside({ min: around - share * length, max: around + (1 - share) * length }, whole);
}

export const pan = ({ min, max }: Range, whole: Range, share: number): Range =>
  moveInside({ min: min + share * (max - min), max: max + share * (max - min) }, whole);

/** Moved into the whole without a change of its length, unless it is longer. */
function moveInside({ min, max }: Range, whole: Range): Range {
  const length = max - min;
  if (length >= whole.max - whole.min) return whole;
  const from = Math.min(Math.max(min, whole.min), whole.max - length);
  return { min: from, max: from + length };
}

/** The point `by` points further than the nearest to `x`, inside of the list. */
export function stepTo(xs: readonly number[], x: number, by: number): number {
  const after = xs.findIndex((at) => at >= x);
  const next = after === -1 ? xs.length - 1 : after;
  const isBefore = next > 0 && x - (xs[next - 1] ?? 0) < (xs[next] ?? 0) - x;
  const index = Math.min(xs.length - 1, Math.max(0, (isBefore ? next - 1 : next) + by));
  return xs[index] ?? 0;
}
