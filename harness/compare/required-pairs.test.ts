import { describe, expect, test } from 'vitest';
import type { RunResult } from '../result.ts';
import { makeRun } from '../test/builders.ts';
import { countRequiredPairs, expectDifference } from './required-pairs.ts';

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

describe('a difference is expected', () => {
  /** Four pairs, whose log ratios are about this one, 0.02 apart from each other. */
  const about = (ratio: number) =>
    makeSide([-0.03, -0.01, 0.01, 0.03].map((noise) => Math.exp(Math.log(ratio) + noise)));
  const four = makeSide([1, 1, 1, 1]);
  const expectAt = (ratio: number, pairs = 30): boolean =>
    expectDifference(four, about(ratio), [CPU], { alpha: 0.01, pairs });

  test('where the pairs so far show one that matters, in either direction', () => {
    expect([expectAt(1.2), expectAt(1 / 1.2)]).toEqual([true, true]);
  });

  test('not where it is less than half of what matters', () => {
    expect([expectAt(1), expectAt(1.04), expectAt(1 / 1.04)]).toEqual([false, false, false]);
  });

  test('not where so few pairs could not show it, or chance would', () => {
    expect(expectAt(1.06, 1)).toBe(false);
    expect(expectDifference(makeSide([1]), makeSide([2]), [CPU], { alpha: 0.01, pairs: 30 })).toBe(false);
    const scattered = makeSide([0.5, 2, 1.5, 1]);
    expect(expectDifference(four, scattered, [CPU], { alpha: 0.01, pairs: 60 })).toBe(false);
  });
});
