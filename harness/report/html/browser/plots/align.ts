/** Lines that were sampled at times of their own, as one table of columns with the same times. Pure. */
import type { ReadLine } from './read-chart.ts';

export type Aligned = [xs: number[], ...columns: (number | null)[][]];

/** A column has null where its line has no point; of several points at one time, the largest: a peak stays. */
export function align(lines: readonly Pick<ReadLine, 'xs' | 'ys'>[]): Aligned {
  const xs = [...new Set(lines.flatMap((line) => line.xs))].sort((one, other) => one - other);
  const indexOf = new Map(xs.map((x, index) => [x, index]));
  const columns = lines.map((line) => {
    const column: (number | null)[] = xs.map(() => null);
    for (const [index, x] of line.xs.entries()) {
      const at = indexOf.get(x) ?? 0;
      column[at] = Math.max(column[at] ?? Number.NEGATIVE_INFINITY, line.ys[index] ?? 0);
    }
    return column;
  });
  return [xs, ...columns];
}

/** The value of the point that is nearest to `x`; undefined if the line has none. */
export function valueAt({ xs, ys }: Pick<ReadLine, 'xs' | 'ys'>, x: number): number | undefined {
  let [low, high] = [0, xs.length - 1];
  if (high < 0) return undefined;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) <= x) low = middle;
    else high = middle;
  }
  const isLow = Math.abs((xs[low] ?? 0) - x) <= Math.abs((xs[high] ?? 0) - x);
  return ys[isLow ? low : high];
}
