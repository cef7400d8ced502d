import { describe, expect, test } from 'vitest';
import type { RunResult } from '../result.ts';
import { makeRun } from '../test/builders.ts';
import { chanceOfDifference, countRequiredPairs } from './required-pairs.ts';

const CPU = { delta: 0.1, read: (run: RunResult) => run.cpuMs };

const makeSide = (figures: readonly (number | undefined)[]): RunResult[] =>
  figures.map((cpuMs, pair) => makeRun({ pair, batch: 1, ...(cpuMs !== undefined && { cpuMs }) }));

/** exp(0.1), 1, exp(-0.1): log ratios to a side of ones whose standard deviation is 0.1. */
const SPREAD = makeSide([Math.exp(0.1), 1, Math.exp(-0.1)]);
const ONES = makeSide([1, 1, 1]);

describe('the number of required pairs', () => {
  test('follows from the spread of the log ratios', () => {
    // z(0.01) + z(0.05) = 2.326 + 1.645; (3.971 * 0.1 / ln(1.1))^2 + 2.326^2/2 = 17.36 + 2.71, and up.
    expect(countRequiredPairs(ONES, SPREAD, [CPU], 0.01)).toBe(21);
  });

  test('is the same whichever side is worse, and by how much', () => {
    expect(countRequiredPairs(SPREAD, ONES, [CPU], 0.01)).toBe(21);
    expect(
      countRequiredPairs(
        ONES.map((run) => ({ ...run, cpuMs: 2 })),
        SPREAD,
        [CPU],
        0.01,
      ),
    ).toBe(21);
  });

  test('is that of the metric that needs most', () => {
    const wallToo = { delta: 0.05, read: (run: RunResult) => run.cpuMs };
    // (3.971 * 0.1 / ln(1.05))^2 + 2.71 = 66.24 + 2.71
    expect(countRequiredPairs(ONES, SPREAD, [CPU, wallToo], 0.01)).toBe(69);
    expect(countRequiredPairs(ONES, SPREAD, [wallToo, CPU], 0.01)).toBe(69);
  });

  test('is larger where alpha is smaller', () => {
    expect(countRequiredPairs(ONES, SPREAD, [CPU], 0.001)).toBeGreaterThan(21);
  });

  test('matches the runs by pair number, not by order', () => {
    const [first, second, third] = SPREAD;
    const reordered = [third, first, second].filter((run) => run !== undefined);
    expect(countRequiredPairs(SPREAD, reordered, [CPU], 0.01)).toBe(
      countRequiredPairs(SPREAD, SPREAD, [CPU], 0.01),
    );
  });

  test('leaves out pairs that lack a figure, and figures that have no logarithm', () => {
    const [a, b] = [makeSide([1, 1, 1, undefined, 1, 0]), makeSide([...figuresOf(SPREAD), 5, undefined, 7])];
    expect(countRequiredPairs(a, b, [CPU], 0.01)).toBe(21);
  });

  test('is 0, for unknown, with fewer than two pairs or no metric', () => {
    expect(countRequiredPairs(makeSide([1]), makeSide([2]), [CPU], 0.01)).toBe(0);
    expect(countRequiredPairs([], [], [CPU], 0.01)).toBe(0);
    expect(countRequiredPairs(ONES, SPREAD, [], 0.01)).toBe(0);
  });
});

const figuresOf = (runs: readonly RunResult[]): (number | undefined)[] => runs.map(({ cpuMs }) => cpuMs);

describe('the chance that more pairs show a difference', () => {
  const four = makeSide([1, 1, 1, 1]);
  /** Four pairs, whose log ratios are about this one, with a standard deviation of 0.0258. */
  const about = (ratio: number) =>
    makeSide([-0.03, -0.01, 0.01, 0.03].map((noise) => Math.exp(Math.log(ratio) + noise)));
  const chanceAt = (ratio: number, pairs = 30): number =>
    chanceOfDifference(four, about(ratio), [CPU], { alpha: 0.01, pairs });

  test('is high where those so far differ by more than matters, in either direction', () => {
    expect(chanceAt(1.2)).toBeGreaterThan(0.999);
    expect(chanceAt(1 / 1.2)).toBeGreaterThan(0.999);
  });

  test('is even at half of what matters, and small where there is none', () => {
    expect(chanceAt(1.05)).toBeCloseTo(0.5, 6);
    // ln(1.05) / (0.0258 * sqrt(1/4 + 1/30)) = 3.55
    expect(chanceAt(1)).toBeLessThan(0.001);
  });

  test('is that of fewer pairs where they would have to be more alike', () => {
    expect(chanceAt(1.06, 2)).toBeLessThan(chanceAt(1.06, 30));
  });

  test('is 0, for unknown, with fewer than two pairs, and certain for pairs that are all alike', () => {
    expect(chanceOfDifference(makeSide([1]), makeSide([2]), [CPU], { alpha: 0.01, pairs: 30 })).toBe(0);
    expect(chanceOfDifference(four, makeSide([2, 2, 2, 2]), [CPU], { alpha: 0.01, pairs: 30 })).toBe(1);
    expect(chanceOfDifference(four, four, [CPU], { alpha: 0.01, pairs: 30 })).toBe(0);
  });
});
