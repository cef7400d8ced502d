import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countPairsNeeded, detectableEffect } from './detectable-effect.ts';

const design = { standardDeviation: 0.05, alpha: 0.01 };

const someDesign = fc.record({
  standardDeviation: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
  alpha: fc.constantFrom(0.001, 0.01, 0.05, 0.25),
});

describe('detectableEffect', () => {
  test('at 0.01 the effect is exp(3.971·s/√(n − 2.7)) − 1', () => {
    for (const n of [7, 10, 30, 200]) {
      const byRule = Math.exp((3.971 * 0.05) / Math.sqrt(n - 2.7)) - 1;
      expect(Math.abs(detectableEffect(n, design) / byRule - 1)).toBeLessThan(0.001);
    }
  });

  // R 4.2.2: za <- qnorm(1 - alpha); exp((za + qnorm(0.95)) * s / sqrt(n - za^2/2)) - 1
  test.each([
    [10, 0.05, 0.01, 0.076290422836983174],
    [30, 0.1411, 0.01, 0.11321736776509561],
    [7, 0.008, 0.01, 0.01544940003503914],
    [200, 0.36, 0.001, 0.12975491461444477],
    [5, 0.05, 0.05, 0.089946139689333959],
  ])('%d pairs that deviate by %d, at %d, agree with R', (n, standardDeviation, alpha, expected) => {
    const effect = detectableEffect(n, { standardDeviation, alpha });
    expect(Math.abs(effect - expected)).toBeLessThan(1e-9);
  });

  // 2⁻⁶ = 0.0156 and 2⁻⁷ = 0.0078; 2⁻⁴ = 0.0625 and 2⁻⁵ = 0.03125.
  test.each([
    [0.01, 7],
    [0.05, 5],
    [1 / 128, 7],
  ])('at %d no effect can be seen with fewer than %d pairs', (alpha, fewest) => {
    const finest = { standardDeviation: 0, alpha };
    for (let n = 1; n < fewest; n++) expect(detectableEffect(n, finest)).toBe(Number.POSITIVE_INFINITY);
    expect(detectableEffect(fewest, finest)).toBe(0);
  });

  test('one pair, which has no deviation, shows no effect', () => {
    expect(detectableEffect(1, { ...design, standardDeviation: Number.NaN })).toBe(Number.POSITIVE_INFINITY);
  });

  test('more pairs, or a looser level, show a smaller effect', () => {
    expect(detectableEffect(11, design)).toBeLessThan(detectableEffect(10, design));
    expect(detectableEffect(10, { ...design, alpha: 0.05 })).toBeLessThan(detectableEffect(10, design));
  });

  test.each([0, 0.5, 1, Number.NaN])('an alpha of %d is refused', (alpha) => {
    expect(() => detectableEffect(10, { ...design, alpha })).toThrow(RangeError);
  });
});

describe('countPairsNeeded', () => {
  test('so many pairs show the effect, and one fewer does not', () => {
    fc.assert(
      fc.property(someDesign, fc.double({ min: 0.001, max: 2, noNaN: true }), (someone, effect) => {
        const n = countPairsNeeded(effect, someone);
        expect(detectableEffect(n, someone)).toBeLessThanOrEqual(effect);
        expect(detectableEffect(n - 1, someone)).toBeGreaterThan(effect);
      }),
    );
  });

  test('the pairs needed for what n pairs show are n', () => {
    fc.assert(
      fc.property(someDesign, fc.integer({ min: 10, max: 500 }), (someone, n) => {
        expect(countPairsNeeded(detectableEffect(n, someone), someone)).toBe(n);
      }),
    );
  });

  test('without any noise the fewest pairs that can agree so much are enough', () => {
    expect(countPairsNeeded(0.05, { standardDeviation: 0, alpha: 0.01 })).toBe(7);
  });

  test.each([0, -0.05, Number.NaN])('an effect of %d is refused', (effect) => {
    expect(() => countPairsNeeded(effect, design)).toThrow(RangeError);
  });

  test('an alpha of one half is refused', () => {
    expect(() => countPairsNeeded(0.05, { ...design, alpha: 0.5 })).toThrow(RangeError);
  });
});
