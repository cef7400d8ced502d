import { expect, test } from 'vitest';
import { compareRounds, judgeRelative, mayBeFaster } from './relative.ts';

const rounds = (...throughputs: number[]) => new Map(throughputs.map((one, index) => [index + 1, one]));

test('rounds are compared in pairs, so that what slows both of them cancels out', () => {
  const relative = compareRounds(rounds(90, 45, 9, 90, 45, 9), rounds(100, 50, 10, 100, 50, 10));
  expect(relative).toMatchObject({ estimate: expect.closeTo(0.9), low: expect.closeTo(0.9), rounds: 6 });
  // 1 - 2 / 2^6
  expect(relative?.confidence).toBe(0.96875);
});

test('only the rounds that both have count', () => {
  const one = new Map([
    [1, 100],
    [3, 50],
  ]);
  expect(compareRounds(one, rounds(1, 1, 50))).toMatchObject({ rounds: 2 });
  expect(compareRounds(new Map([[9, 1]]), rounds(1))).toBeUndefined();
});

test('where single runs are disturbed, the best of three in a row are compared', () => {
  const disturbed = (slow: number) =>
    Array.from({ length: 18 }, (_, round) => (round % 3 === slow ? 50 : 100));
  const relative = compareRounds(rounds(...disturbed(0)), rounds(...disturbed(1)));
  expect(relative).toMatchObject({ estimate: 1, low: 1, high: 1 });
});

test.each([
  [{ low: 0.96, high: 1.01, confidence: 0.97, rounds: 6 }, 'fast-enough'],
  [{ low: 0.9, high: 0.94, confidence: 0.97, rounds: 6 }, 'too-slow'],
  [{ low: 0.9, high: 1, confidence: 0.97, rounds: 6 }, 'undecided'],
  // Five rounds cannot show 95 %.
  [{ low: 0.96, high: 1.01, confidence: 0.9375, rounds: 5 }, 'undecided'],
  [{ low: 0.5, high: 0.8, confidence: 0.875, rounds: 4 }, 'too-slow'],
  [{ low: 0.5, high: 0.8, confidence: 0.75, rounds: 3 }, 'undecided'],
] as const)('%j is %s', (relative, judgement) => {
  expect(judgeRelative({ estimate: 0.95, ...relative }, 0.05)).toBe(judgement);
});

test('a value may be faster than the best as long as its interval says so', () => {
  const relative = { estimate: 1, low: 0.95, confidence: 0.97, rounds: 6 };
  expect(mayBeFaster({ ...relative, high: 1.06 }, 0.05)).toBe(true);
  expect(mayBeFaster({ ...relative, high: 1.04 }, 0.05)).toBe(false);
});
