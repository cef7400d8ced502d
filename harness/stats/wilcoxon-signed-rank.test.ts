import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilcoxonSignedRank } from './wilcoxon-signed-rank.ts';

/** No two of the same size, most of them positive. */
const spread = (n: number): number[] =>
  Array.from({ length: n }, (_, i) => (((i * 37) % 101) - 30) / 10 + i / 1000);

/** Many of the same size, a few zeros. */
const clustered = (n: number): number[] => Array.from({ length: n }, (_, i) => ((i * 37) % 23) - 8);

/** Few sizes, so that ties and zeros are common. */
const someDifferences = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 10 });

describe('wilcoxonSignedRank', () => {
  // SciPy 1.17.1: scipy.stats.wilcoxon(x, alternative=a, method='exact').pvalue, a = 'greater', 'less',
  // 'two-sided', with x = [((i*37)%101-30)/10 + i/1000 for i in range(n)].
  // R 4.2.2 agrees: wilcox.test(x, exact=TRUE, alternative=a)$p.value
  test.each([
    [5, 8, 0.5, 0.59375, 1],
    [10, 40, 0.1162109375, 0.9033203125, 0.232421875],
    [20, 168, 0.0085906982421875, 0.9923439025878906, 0.017181396484375],
    [30, 372, 0.0016114944592118263, 0.9985064994543791, 0.0032229889184236526],
    [50, 1035, 3.254495324345186e-5, 0.9999689684074387, 6.508990648690371e-5],
  ])('%d differences without ties agree with SciPy', (n, positiveRankSum, greater, less, twoSided) => {
    const result = wilcoxonSignedRank(spread(n));
    expect(result).toMatchObject({ n, positiveRankSum });
    expect(Math.abs(result.pGreater - greater)).toBeLessThan(1e-12);
    expect(Math.abs(result.pLess - less)).toBeLessThan(1e-12);
    expect(Math.abs(result.pTwoSided - twoSided)).toBeLessThan(1e-12);
  });

  // SciPy 1.17.1, over all signs of the differences x that are not 0, for alternative = 'greater' and 'less':
  // scipy.stats.permutation_test((x,), lambda d: (rankdata(abs(d)) * (d > 0)).sum(),
  //   permutation_type='samples', vectorized=False, n_resamples=np.inf, alternative=alternative).pvalue
  test.each([
    ['ties', [1, -1, 2, 2, 3], 13.5, 0.09375, 0.96875],
    ['ties and zeros', [0, 0, 1, 1, -2, 2, 2, 3, -3, 4, 5, 5], 44.5, 0.04296875, 0.962890625],
    ['two sizes', [1, 1, 1, 1, -1, -1, 1, 1, 1, 2], 45, 0.0458984375, 0.990234375],
    ['one size', [3, 3, 3, 3, 3, 3, 3, 3], 36, 0.00390625, 1],
    ['a shift down', [-5, -4, -4, -3, -3, -3, -2, -1, 1, 0], 1.5, 0.998046875, 0.005859375],
  ])('differences with %s agree with SciPy', (_name, differences, positiveRankSum, greater, less) => {
    const result = wilcoxonSignedRank(differences);
    expect(result.positiveRankSum).toBe(positiveRankSum);
    expect(Math.abs(result.pGreater - greater)).toBeLessThan(1e-12);
    expect(Math.abs(result.pLess - less)).toBeLessThan(1e-12);
  });

  // Python 3.11, in whole numbers: x = [((i*37)%23)-8 for i in range(n)] without its zeros,
  // r = [int(2*v) for v in scipy.stats.rankdata(np.abs(x))], w = the sum of those where x > 0;
  // c = Counter({0: 1}); for a in r: c = c + Counter({s + a: k for s, k in c.items()});
  // float(Fraction(sum(k for s, k in c.items() if s >= w), 2**len(r))), and s <= w.
  test.each([
    [20, 19, 140, 0.03553199768066406, 0.9661750793457031],
    [30, 29, 303.5, 0.03142653964459896, 0.969363896176219],
    [60, 58, 1236.5, 0.001359481019878775, 0.9986586852241979],
    [200, 192, 13_509.5, 8.502145653520266e-9, 0.9999999915323395],
  ])('%d differences with ties and zeros are as exact', (count, n, positiveRankSum, greater, less) => {
    const result = wilcoxonSignedRank(clustered(count));
    expect(result).toMatchObject({ n, positiveRankSum });
    expect(result.pGreater / greater).toBeCloseTo(1, 11);
    expect(result.pLess / less).toBeCloseTo(1, 11);
  });

  // One choice of signs among 2ⁿ.
  test.each([1, 5, 7, 10, 60, 200])('%d positive differences have the least chance there is', (n) => {
    const result = wilcoxonSignedRank(spread(n).map(Math.abs));
    expect(result.pGreater).toBe(2 ** -n);
    expect(result.pLess).toBeCloseTo(1, 12);
    expect(result.pTwoSided).toBe(2 ** (1 - n));
  });

  test.each([[[]], [[0]], [[0, -0, 0]]])('differences %j say nothing for a shift', (differences) => {
    const nothing = { n: 0, positiveRankSum: 0, pGreater: 1, pLess: 1, pTwoSided: 1 };
    expect(wilcoxonSignedRank(differences)).toEqual(nothing);
  });

  test('zeros are dropped', () => {
    const without = wilcoxonSignedRank([1, 2, -3, 4]);
    expect(wilcoxonSignedRank([0, 1, 0, 2, -3, 4, -0])).toEqual(without);
  });

  test('how far apart the sizes are does not matter, infinity included', () => {
    expect(wilcoxonSignedRank([-1e-300, 1, Number.POSITIVE_INFINITY])).toEqual(
      wilcoxonSignedRank([-1, 2, 3]),
    );
  });

  test('NaN is refused', () => {
    expect(() => wilcoxonSignedRank([1, Number.NaN])).toThrow(RangeError);
  });

  test('the chances are the shares of all choices of signs, ties and zeros or not', () => {
    fc.assert(
      fc.property(someDifferences, (differences) => {
        const result = wilcoxonSignedRank(differences);
        const sums = sumOfRanksForEverySign(differences);
        const shareOf = (isAsFar: (sum: number) => boolean): number =>
          sums.filter(isAsFar).length / sums.length;
        // Chances are whole numbers of 2ⁿ parts, which doubles add without rounding.
        expect(result.pGreater).toBe(shareOf((sum) => sum >= result.positiveRankSum));
        expect(result.pLess).toBe(shareOf((sum) => sum <= result.positiveRankSum));
        const middle = Math.max(...sums) / 2;
        const distance = Math.abs(result.positiveRankSum - middle);
        expect(result.pTwoSided).toBe(shareOf((sum) => Math.abs(sum - middle) >= distance));
      }),
    );
  });

  test('negating the differences swaps the two sides', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -30, max: 30 }), { maxLength: 60 }), (differences) => {
        const { pGreater, pLess, pTwoSided } = wilcoxonSignedRank(differences);
        const turned = wilcoxonSignedRank(differences.map((each) => -each));
        expect(turned).toMatchObject({ pGreater: pLess, pLess: pGreater, pTwoSided });
      }),
    );
  });

  test('the order of the differences and their unit change nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -30, max: 30 }), { maxLength: 60 }), (differences) => {
        const result = wilcoxonSignedRank(differences);
        expect(wilcoxonSignedRank(differences.map((each) => each / 1024).reverse())).toEqual(result);
      }),
    );
  });
});

/** By counting for each difference those that are smaller and those as large: another way than the module's. */
function sumOfRanksForEverySign(differences: readonly number[]): number[] {
  const sizes = differences.filter((each) => each !== 0).map(Math.abs);
  const ranks = sizes.map((size) => {
    const smaller = sizes.filter((each) => each < size).length;
    const asLarge = sizes.filter((each) => each === size).length;
    return smaller + (asLarge + 1) / 2;
  });
  return ranks.reduce<number[]>((sums, rank) => sums.flatMap((sum) => [sum, sum + rank]), [0]);
}
