import { expect, test } from 'vitest';
import { sampleStandardDeviation } from './standard-deviation.ts';

// R 4.2.2: sd(c(...))
test.each([
  [[0.02, -0.01, 0.04, 0.03, 0, 0.05, -0.02], 0.026367367999823099],
  [[1e9 + 1, 1e9 + 2, 1e9 + 4], 1.5275252316519474],
])('the standard deviation of %j agrees with R', (values, expected) => {
  expect(Math.abs(sampleStandardDeviation(values) - expected)).toBeLessThan(1e-12);
});

test('values that are all equal do not deviate', () => {
  expect(sampleStandardDeviation([7, 7, 7])).toBe(0);
});

test.each([[[]], [[7]]])('the values %j have no standard deviation', (values) => {
  expect(sampleStandardDeviation(values)).toBeNaN();
});
