/** Bytes buffered per byte that came in, while it grew: a line through the points by least squares. */
import type { GrowthPoint } from '../snapshot.ts';

const MIN_POINTS = 3;

/** Undefined if too little is known. */
export function growthSlope(points: readonly GrowthPoint[]): number | undefined {
  if (points.length < MIN_POINTS) return undefined;
  const meanIn = mean(points.map(({ bytesIn }) => bytesIn));
  const meanBuffered = mean(points.map(({ bufferedBytes }) => bufferedBytes));
  let [products, squares] = [0, 0];
  for (const { bytesIn, bufferedBytes } of points) {
    products += (bytesIn - meanIn) * (bufferedBytes - meanBuffered);
    squares += (bytesIn - meanIn) ** 2;
  }
  return squares === 0 ? undefined : products / squares;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
