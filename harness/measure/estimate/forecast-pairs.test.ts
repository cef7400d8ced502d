import { expect, test } from 'vitest';
import { makeRun } from '../../test/builders.ts';
import { countPilot, forecastPairs, type PairForecasting } from './forecast-pairs.ts';

const rules = (needed: number, chance = 0): PairForecasting => ({
  maxPairs: 60,
  countNeeded: () => needed,
  chanceOfFinding: () => chance,
});

const pairs = (count: number) => {
  const runs = Array.from({ length: count }, (_, pair) => makeRun({ pair }));
  return { a: runs, b: runs };
};

test('as many pairs are expected as the variance requires, up to the maximum', () => {
  expect(forecastPairs('measure', pairs(10), 30, rules(0))).toBe(0);
  expect(forecastPairs('measure', pairs(10), 30, rules(45))).toBe(15);
  expect(forecastPairs('measure', pairs(10), 30, rules(200))).toBe(30);
});

test('few pairs hardly show the variance: the forecast is halfway', () => {
  // The geometric mean of 15 and 60 is 30.
  expect(forecastPairs('measure', pairs(4), 15, rules(200))).toBe(15);
});

test('a difference is expected to be measured again, in as many pairs', () => {
  expect(forecastPairs('measure', pairs(10), 30, rules(0, 1))).toBe(30);
  expect(forecastPairs('measure', pairs(10), 30, rules(40, 1))).toBe(10 + 40);
  expect(forecastPairs('measure', pairs(10), 30, rules(0, 0.5))).toBe(15);
});

test('a few pairs come first, less than half of all where there are more than one', () => {
  expect([1, 3, 10, 30, 60].map(countPilot)).toEqual([1, 1, 4, 4, 4]);
});
