import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import type { AskedClass } from '../options/metric-classes.ts';
import type { Report, RunResult } from '../result.ts';
import { MiB, makeCase, makeReport, makeRun } from '../test/builders.ts';
import { countNeeded, findFlagged, findLeastPairs } from './pair-rules.ts';

const ALL: readonly AskedClass[] = ['counted', 'growth', 'steadied', 'noisy'];
const least = (classes: readonly AskedClass[], leastPairs?: number, mostPairs = 60) =>
  Object.fromEntries(findLeastPairs({ classes: new Set(classes), leastPairs, mostPairs }));

describe('a case gets at least', () => {
  test.each([
    [['counted'], { measure: 3 }],
    [['growth'], { measure: 3 }],
    [['steadied'], { steady: 10 }],
    [['noisy'], { measure: 30 }],
    [['counted', 'steadied'], { measure: 3, steady: 10 }],
    [ALL, { measure: 30, steady: 10 }],
  ] as const)('for %j the pairs %j', (classes, pairs) => {
    expect(least(classes)).toEqual(pairs);
  });

  test('as many of each kind as were asked for, where that is more', () => {
    expect(least(ALL, 20)).toEqual({ measure: 30, steady: 20 });
    expect(least(['counted'], 5)).toEqual({ measure: 5 });
  });

  test('what the rules need, or is refused', () => {
    expect(() => least(ALL, undefined, 29)).toThrow(UsageError);
    expect(() => least(ALL, undefined, 29)).toThrow('--max-pairs 29 is fewer than the 30 pairs');
    expect(least(['counted', 'steadied'], undefined, 10)).toEqual({ measure: 3, steady: 10 });
  });
});

const makeSteady = (pair: number, rssBytes: number): RunResult =>
  makeRun({ kind: 'steady', index: pair, pair, batch: 1, memory: { peak: { rssBytes } } });

/** Ten runs about `rssBytes`, which differ by up to `spread` of it. */
const makeSide = (rssBytes: number, spread: number): RunResult[] =>
  Array.from({ length: 10 }, (_, pair) => makeSteady(pair, rssBytes * (1 + (spread * (pair - 4.5)) / 4.5)));

describe('the pairs that are needed', () => {
  const STEADIED = new Set<AskedClass>(['steadied']);
  const sides = { a: makeSide(MiB, 0), b: makeSide(MiB, 0.1) };

  test('are more for more cases, of which each finding has to be surer', () => {
    const one = countNeeded('steady', sides, { classes: STEADIED, caseCount: 1 });
    const ten = countNeeded('steady', sides, { classes: STEADIED, caseCount: 10 });
    expect(one).toBeGreaterThan(10);
    expect(ten).toBeGreaterThan(one);
  });

  test('are none for classes that were not asked for, and for runs that do not measure them', () => {
    expect(countNeeded('steady', sides, { classes: new Set(['noisy']), caseCount: 1 })).toBe(0);
    expect(countNeeded('measure', sides, { classes: STEADIED, caseCount: 1 })).toBe(0);
  });
});

describe('what has to be confirmed', () => {
  const makeSides = (a: readonly number[], b: readonly number[]): { a: Report; b: Report } => {
    const make = (name: 'a' | 'b', rssBytes: readonly number[]): Report =>
      makeReport({
        side: { name, label: name },
        results: rssBytes.map((each, index) =>
          makeCase({ parameters: { volume: index + 1 }, runs: makeSide(each, 0.001) }),
        ),
      });
    return { a: make('a', a), b: make('b', b) };
  };

  test('is the kind of runs of the case that differs', () => {
    const flagged = findFlagged(makeSides([40 * MiB, 40 * MiB], [40 * MiB, 50 * MiB]));
    expect(flagged).toEqual([new Set(), new Set(['steady'])]);
  });

  test('is what is better, too', () => {
    expect(findFlagged(makeSides([50 * MiB], [40 * MiB]))).toEqual([new Set(['steady'])]);
  });

  test('is nothing where nothing differs', () => {
    expect(findFlagged(makeSides([40 * MiB], [40 * MiB]))).toEqual([new Set()]);
  });
});
