import { describe, expect, test } from 'vitest';
import { judgePairs, LOOKS } from './judge-pairs.ts';

const [PAIRS] = LOOKS;
const repeat = (...values: readonly number[]): number[] =>
  Array.from({ length: PAIRS }, (_, index) => values[index % values.length] ?? 0);

describe('pairs of runs', () => {
  test('that are equal are within any share, and within none', () => {
    expect(judgePairs(repeat(100), repeat(100), 0.05).isWithin).toBe(true);
    expect(judgePairs(repeat(100), repeat(100), 0).isWithin).toBe(true);
  });

  test('that differ by less or more than the share answer, whichever is larger', () => {
    expect(judgePairs(repeat(104), repeat(100), 0.05).isWithin).toBe(true);
    expect(judgePairs(repeat(106), repeat(100), 0.05).isWithin).toBe(false);
    expect(judgePairs(repeat(50), repeat(100), 0.05).isWithin).toBe(true);
  });

  test('whose interval has the share in it do not answer', () => {
    expect(judgePairs(repeat(95, 100, 107, 112), repeat(100), 0.05).isWithin).toBeUndefined();
  });

  test('are matched one by one: what both have in common does not count', () => {
    const drift = repeat(100, 200, 300, 400);
    expect(judgePairs(drift, drift, 0.01).isWithin).toBe(true);
  });
});
