import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import type { MetricClass } from '../metrics.ts';
import type { Report, RunResult } from '../result.ts';
import { MiB, makeCase, makeReport, makeRun } from '../test/builders.ts';
import { countNeeded, findMinPairs, findUnconfirmed } from './pair-rules.ts';

const ALL: readonly MetricClass[] = ['exact', 'growth', 'memory', 'time'];
const minPairsOf = (classes: readonly MetricClass[], minPairs?: number, maxPairs = 60) =>
  Object.fromEntries(findMinPairs({ classes: new Set(classes), minPairs, maxPairs }));

describe('a case gets at least', () => {
  test.each([
    [['exact'], { measure: 3 }],
    [['growth'], { measure: 3 }],
    [['memory'], { stable: 10 }],
    [['time'], { measure: 30 }],
    [['exact', 'memory'], { measure: 3, stable: 10 }],
    [ALL, { measure: 30, stable: 10 }],
  ] as const)('for %j the pairs %j', (classes, pairs) => {
    expect(minPairsOf(classes)).toEqual(pairs);
  });

  test('as many of each kind as were requested, if that is more', () => {
    expect(minPairsOf(ALL, 20)).toEqual({ measure: 30, stable: 20 });
    expect(minPairsOf(['exact'], 5)).toEqual({ measure: 5 });
  });

  test('what the rules need, or is refused', () => {
    expect(() => minPairsOf(ALL, undefined, 29)).toThrow(UsageError);
    expect(() => minPairsOf(ALL, undefined, 29)).toThrow('--max-pairs 29 is less than the 30 pairs');
    expect(minPairsOf(['exact', 'memory'], undefined, 10)).toEqual({ measure: 3, stable: 10 });
  });
});

const makeStable = (pair: number, rssBytes: number): RunResult =>
  makeRun({ kind: 'stable', index: pair, pair, batch: 1, memory: { peak: { rssBytes } } });

/** Ten runs about `rssBytes`, which differ by up to `spread` of it. */
const makeSide = (rssBytes: number, spread: number): RunResult[] =>
  Array.from({ length: 10 }, (_, pair) => makeStable(pair, rssBytes * (1 + (spread * (pair - 4.5)) / 4.5)));

describe('the pairs that are needed', () => {
  const MEMORY = new Set<MetricClass>(['memory']);
  const sides = { a: makeSide(MiB, 0), b: makeSide(MiB, 0.1) };

  test('are more for more cases, because each finding needs stronger evidence', () => {
    const one = countNeeded('stable', sides, { classes: MEMORY, caseCount: 1 });
    const ten = countNeeded('stable', sides, { classes: MEMORY, caseCount: 10 });
    expect(one).toBeGreaterThan(10);
    expect(ten).toBeGreaterThan(one);
  });

  test('are none for classes that were not requested, and for runs that do not measure them', () => {
    expect(countNeeded('stable', sides, { classes: new Set(['time']), caseCount: 1 })).toBe(0);
    expect(countNeeded('measure', sides, { classes: MEMORY, caseCount: 1 })).toBe(0);
  });
});

describe('what must be confirmed', () => {
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
    const flagged = findUnconfirmed(makeSides([40 * MiB, 40 * MiB], [40 * MiB, 50 * MiB]));
    expect(flagged).toEqual([new Set(), new Set(['stable'])]);
  });

  test('includes improvements', () => {
    expect(findUnconfirmed(makeSides([50 * MiB], [40 * MiB]))).toEqual([new Set(['stable'])]);
  });

  test('is nothing if nothing differs', () => {
    expect(findUnconfirmed(makeSides([40 * MiB], [40 * MiB]))).toEqual([new Set()]);
  });
});
