import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjustByHolm } from './holm.ts';

const somePValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

describe('adjustByHolm', () => {
  // R 4.2.2: p.adjust(p, 'holm')
  test.each([
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.2, 0.001, 0.2, 0.5, 0.04, 0.012],
      [0.6, 0.006, 0.6, 0.6, 0.16, 0.06],
    ],
  ])('the adjusted values of %j agree with R', (pValues, expected) => {
    const adjusted = adjustByHolm(pValues);
    expect(adjusted).toHaveLength(expected.length);
    for (const [index, p] of expected.entries())
      expect(Math.abs((adjusted[index] ?? 0) - p)).toBeLessThan(1e-12);
  });

  test('a single value is left as it is', () => {
    expect(adjustByHolm([0.03])).toEqual([0.03]);
  });

  test('no values stay none', () => {
    expect(adjustByHolm([])).toEqual([]);
  });

  test('no adjusted value is above 1', () => {
    expect(adjustByHolm([0.6, 0.9, 1])).toEqual([1, 1, 1]);
  });

  test.each([-0.01, 1.01, Number.NaN])('a p-value of %d is refused', (p) => {
    expect(() => adjustByHolm([0.5, p])).toThrow(RangeError);
  });

  test('a hypothesis is rejected at a level exactly where the procedure, step by step, rejects it', () => {
    fc.assert(
      fc.property(somePValues, fc.double({ min: 0, max: 0.999, noNaN: true }), (pValues, level) => {
        const rejected = adjustByHolm(pValues).map((p) => p <= level);
        expect(rejected).toEqual(rejectStepByStep(pValues, level));
      }),
    );
  });
});

/** From the smallest p-value on, until one exceeds the level over the number of hypotheses that are left. */
function rejectStepByStep(pValues: readonly number[], level: number): boolean[] {
  const rejected = pValues.map(() => false);
  const ascending = [...pValues.keys()].sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  for (const [step, index] of ascending.entries()) {
    if ((pValues.length - step) * (pValues[index] ?? 0) > level) break;
    rejected[index] = true;
  }
  return rejected;
}
