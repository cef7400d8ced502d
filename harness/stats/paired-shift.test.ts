import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairedShift } from './paired-shift.ts';

const requested = { alpha: 0.01, delta: 0.05 };

/** Ten pairs, about 4 % more on the second side. */
const LOG_RATIOS = [0.031, 0.052, 0.047, -0.008, 0.064, 0.039, 0.025, 0.058, 0.011, 0.043];

describe('pairedShift', () => {
  // R 4.2.2: x <- c(LOG_RATIOS); r <- wilcox.test(x, exact=TRUE, conf.int=TRUE, conf.level=0.98);
  // r$estimate; r$conf.int; 1 - 2*psignrank(5, 10); p-values with alternative='greater' and 'less';
  // za <- qnorm(0.99); zs <- za + qnorm(0.95); exp(zs*sd(x)/sqrt(10 - za^2/2)) - 1;
  // ceiling(za^2/2 + (zs*sd(x)/log(1.02))^2)
  test('ten pairs agree with R', () => {
    const expected = {
      n: 10,
      shift: 0.0385,
      low: 0.0155,
      high: 0.055,
      confidence: 0.98046875,
      pGreater: 0.001953125,
      pLess: 0.9990234375,
      detectableEffect: 0.033082822557488845,
      pairsNeeded: 23,
    };
    const result = pairedShift({ logRatios: LOG_RATIOS, alpha: 0.01, delta: 0.02 });
    expect(Object.keys(result).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(result)) {
      expect(Math.abs(value - expected[name as keyof typeof expected]), name).toBeLessThan(1e-9);
    }
  });

  test('runs compared with themselves show no shift', () => {
    expect(pairedShift({ logRatios: new Array(10).fill(0), ...requested })).toMatchObject({
      ...{ n: 10, shift: 0, low: 0, high: 0, pGreater: 1, pLess: 1 },
      ...{ detectableEffect: 0, pairsNeeded: 7 },
    });
  });

  test('one pair has a shift, and an interval without confidence', () => {
    expect(pairedShift({ logRatios: [0.2], ...requested })).toEqual({
      ...{ n: 1, shift: 0.2, low: 0.2, high: 0.2, confidence: 0 },
      ...{ pGreater: 0.5, pLess: 1, detectableEffect: Number.POSITIVE_INFINITY, pairsNeeded: Number.NaN },
    });
  });

  test('six pairs that agree are too few for one percent', () => {
    const { pGreater, detectableEffect } = pairedShift({ logRatios: LOG_RATIOS.slice(4), ...requested });
    expect(pGreater).toBe(2 ** -6);
    expect(detectableEffect).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([[[]], [[0.1, Number.NaN]], [[0.1, Number.NEGATIVE_INFINITY]]])(
    'log ratios %j are refused',
    (logRatios) => {
      expect(() => pairedShift({ logRatios, ...requested })).toThrow(RangeError);
    },
  );

  test.each([
    [0, 0.05],
    [0.5, 0.05],
    [0.01, 0],
  ])('an alpha of %d with a delta of %d is refused', (alpha, delta) => {
    expect(() => pairedShift({ logRatios: LOG_RATIOS, alpha, delta })).toThrow(RangeError);
  });

  test('swapping the sides negates the shift and does not change the detectable effect', () => {
    const someLogRatios = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(someLogRatios, (thousandths) => {
        const logRatios = thousandths.map((each) => each / 1024);
        const there = pairedShift({ logRatios, ...requested });
        const back = pairedShift({ logRatios: logRatios.map((each) => -each), ...requested });
        expect([back.shift + there.shift, back.low + there.high, back.high + there.low]).toEqual([0, 0, 0]);
        const { n, confidence, detectableEffect, pairsNeeded } = there;
        expect(back).toMatchObject({ n, confidence, detectableEffect, pairsNeeded });
        expect(back).toMatchObject({ pGreater: there.pLess, pLess: there.pGreater });
      }),
    );
  });

  test('the interval lies above 0 exactly where p is at most alpha', () => {
    // Of integers, so that no two are tied, or opposite, by rounding; 7 pairs are the fewest for 98 percent.
    const someLogRatios = fc
      .uniqueArray(fc.integer({ min: -300, max: 600 }), { minLength: 7, maxLength: 30, selector: Math.abs })
      .filter((values) => !values.includes(0));
    fc.assert(
      fc.property(someLogRatios, (thousandths) => {
        const logRatios = thousandths.map((each) => each / 1024);
        const { low, high, pGreater, pLess } = pairedShift({ logRatios, ...requested });
        expect(low > 0).toBe(pGreater <= requested.alpha);
        expect(high < 0).toBe(pLess <= requested.alpha);
      }),
    );
  });
});
