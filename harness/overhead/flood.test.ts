import { expect, test } from 'vitest';
import { measureFlood } from './flood.ts';

test('a flood that blocks the loop is sampled, and its gaps are reported', async () => {
  const figures = await measureFlood({ runs: 1 });
  const [blocked, samples, gap] = figures.map(({ value }) => value);
  // Thirty intervals: a timer of the blocked thread would have seen none of them.
  expect(samples).toBeGreaterThan(3);
  expect(gap).toBeGreaterThan(0);
  expect(gap).toBeLessThan(blocked ?? 0);
});
