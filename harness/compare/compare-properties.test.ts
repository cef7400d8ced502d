/** Properties that every comparison of two reports must have. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseResult, RunResult } from '../result.ts';
import { makeCase, makeGrowth, makeRun } from '../test/builders.ts';
import { makePairedRuns, makeSide, stable } from '../test/pair-builders.ts';
import { compareReports } from './compare-reports.ts';
import { stripRun } from './strip-run.ts';
import type { MetricVerdict } from './verdict.ts';

/** Powers of two: a tolerance of 0.5 % decides the same from either side. */
const someCount = fc.integer({ min: 0, max: 10 }).map((power) => 2 ** power);
const someFigure = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: 0.9, max: 1.3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, Number.POSITIVE_INFINITY) },
);
const someGrowth = fc.constantFrom(
  undefined,
  makeGrowth(),
  makeGrowth({ slope: 2, low: 1.99, high: 2.01 }),
  makeGrowth({ verdict: 'bounded', slope: 0, low: 0, high: 0 }),
  makeGrowth({ verdict: 'inconclusive' }),
);
const someFailure: fc.Arbitrary<RunResult[]> = fc.constantFrom(
  [],
  [makeRun({ outcome: { state: 'timed-out', afterMs: 1, phase: 'run' } })],
);
const someStable = fc
  .tuple(
    fc.array(someFigure, { minLength: 8, maxLength: 14 }),
    fc.array(someFigure, { maxLength: 14 }),
    fc.constantFrom(0.7, 1, 1.4),
  )
  .map(([first, second, factor]) => [
    ...makePairedRuns(
      first.map((each) => each * factor),
      stable,
    ),
    ...makePairedRuns(
      second.map((each) => each * factor),
      stable,
      2,
    ),
  ]);

const someCase: fc.Arbitrary<CaseResult> = fc
  .record({ buffered: someCount, growth: someGrowth, failure: someFailure, stable: someStable })
  .map(({ buffered, growth, failure, stable }) =>
    makeCase({
      ...(growth !== undefined && { growth }),
      runs: [
        ...[0, 1, 2].map((index) => makeRun({ index, peakBufferedBytes: buffered })),
        ...failure,
        ...stable,
      ],
    }),
  );
const someResults = fc
  .array(someCase, { minLength: 1, maxLength: 4 })
  .map((cases) => cases.map((one, index) => ({ ...one, parameters: { index } })));

const wordsOf = (a: readonly CaseResult[], b: readonly CaseResult[]): MetricVerdict[][] =>
  compareReports(makeSide('a', a), makeSide('b', b)).cases.map(({ metrics }) =>
    metrics.map(({ verdict }) => verdict),
  );

test('a report is neither worse nor better than itself', () => {
  fc.assert(
    fc.property(someResults, (results) => {
      const words = wordsOf(results, results).flat();
      expect(words).not.toContain('regression');
      expect(words).not.toContain('improvement');
    }),
  );
});

test('with the sides swapped, a regression is an improvement, and an improvement a regression', () => {
  const swapped: Partial<Record<MetricVerdict, MetricVerdict>> = {
    regression: 'improvement',
    improvement: 'regression',
  };
  /** A figure that one side lacks is inconclusive only if that side is B. */
  const ignoreMissing = (words: readonly MetricVerdict[]): readonly MetricVerdict[] =>
    words.map((word) => (word === 'informational' ? 'inconclusive' : word));
  let judged = 0;
  fc.assert(
    fc.property(someResults, someResults, (a, b) => {
      const words = wordsOf(a, b);
      const expected = words.map((one) => ignoreMissing(one).map((word) => swapped[word] ?? word));
      expect(wordsOf(b, a).map(ignoreMissing)).toEqual(expected);
      judged += words.flat().filter((word) => word in swapped).length;
    }),
  );
  // A property of verdicts that never occur would show nothing.
  expect(judged).toBeGreaterThan(50);
});

test('what stripRun leaves out changes no comparison', () => {
  fc.assert(
    fc.property(someResults, someResults, (inA, inB) => {
      const [a, b] = [makeSide('a', inA), makeSide('b', inB)];
      const cut = (report: typeof a) => ({
        ...report,
        results: report.results.map((result) => ({
          ...result,
          runs: result.runs.map((run) => stripRun(run, result.parameters)),
        })),
      });
      expect(compareReports(cut(a), cut(b))).toEqual(compareReports(a, b));
    }),
  );
});
