import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SampleThinner } from './thinned-samples.ts';

const thin = (values: readonly (readonly [atMs: number, bytes: number])[], maxIntervals: number) => {
  const thinner = new SampleThinner(maxIntervals);
  for (const [atMs, bytes] of values) thinner.add(atMs, [bytes, bytes, 2 * bytes, 0]);
  return thinner.finish();
};

test('few samples stay as they are', () => {
  const { series, sampleCount, intervalMs } = thin(
    [
      [0.5, 3],
      [10, 9],
      [20, 1],
    ],
    10,
  );
  expect({ sampleCount, intervalMs }).toEqual({ sampleCount: 3, intervalMs: undefined });
  expect(series.rssBytes).toEqual([
    [0.5, 3],
    [10, 9],
    [20, 1],
  ]);
  expect(series.heapUsedBytes[1]).toEqual([10, 18]);
});

test('of many, the smallest and the largest of each interval stay, exact and in their order', () => {
  const samples = fc.array(fc.tuple(fc.nat(50), fc.nat(1000)), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 20 }), (steps, maxIntervals) => {
      let atMs = 0;
      const all = steps.map(([gap, bytes]) => {
        atMs += gap;
        return [atMs, bytes] as const;
      });
      const { series, sampleCount, intervalMs = 1 } = thin(all, maxIntervals);
      const points = series.rssBytes;
      expect(sampleCount).toBe(all.length);
      expect(points.length).toBeLessThanOrEqual(2 * maxIntervals);
      const taken = new Set(all.map((one) => one.join()));
      for (const point of points) expect(taken).toContain(point.join());
      expect(points.map(([at]) => at)).toEqual(points.map(([at]) => at).sort((a, b) => a - b));
      const byInterval = new Map<number, number[]>();
      for (const [at, bytes] of all) {
        const index = Math.floor(at / intervalMs);
        byInterval.set(index, [...(byInterval.get(index) ?? []), bytes]);
      }
      for (const [index, own] of byInterval) {
        const shown = points
          .filter(([at]) => Math.floor(at / intervalMs) === index)
          .map(([, bytes]) => bytes);
        expect([Math.min(...shown), Math.max(...shown)]).toEqual([Math.min(...own), Math.max(...own)]);
      }
    }),
  );
});
