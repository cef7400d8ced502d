import { describe, expect, test } from 'vitest';
import type { CaseResult, RunResult } from '../result.ts';
import { makeCase, makeRun } from '../test/builders.ts';
import type { MetricFields } from '../test/comparison-builders.ts';
import { makeNoise, makePairedRuns, makeSide, makeSides, stable, timed } from '../test/pair-builders.ts';
import { compareReports } from './compare-reports.ts';
import type { ReportComparison } from './verdict.ts';

const rssOf = ({ cases }: ReportComparison, index = 0): MetricFields | undefined =>
  cases[index]?.metrics.find(({ metric }) => metric === 'stablePeakRssBytes');

/** Within 1 % of 100; the other side is `factor` times that, with noise of its own. */
const A = makeNoise(12, 0.01);
const times = (factor: number): number[] => makeNoise(12, 0.01, 4).map((figure) => figure * factor);

const runsOf = (first: readonly number[], second: readonly number[] = []): RunResult[] => [
  ...makePairedRuns(first, stable),
  ...makePairedRuns(second, stable, 2),
];

function compareRuns(a: readonly RunResult[], b: readonly RunResult[]): MetricFields | undefined {
  const sides = makeSides(a, b);
  return rssOf(compareReports(sides.a, sides.b));
}

describe('paired runs', () => {
  test('pass where nothing that matters differs', () => {
    const compared = compareRuns(runsOf(A), runsOf(times(1)));
    expect(compared).toMatchObject({ verdict: 'pass', pairs: 12, isGated: true, needsConfirmation: false });
    expect(compared?.minDetectableEffect).toBeLessThanOrEqual(0.05);
    expect(compared?.difference?.low).toBeLessThanOrEqual(0);
    expect(compared?.difference?.high).toBeGreaterThanOrEqual(0);
  });

  test('that a second batch confirms are a regression', () => {
    const compared = compareRuns(
      runsOf(A, A),
      runsOf(
        times(1.2),
        A.map((each) => each * 1.3),
      ),
    );
    expect(compared).toMatchObject({ verdict: 'regression', pairs: 12, needsConfirmation: false });
    // The smallest that 12 pairs can give, 2^-12, and no other in the family.
    expect(compared?.p).toBeCloseTo(2 ** -12, 15);
    // The estimate is that of the fresh batch: the first batch was flagged because its own was large.
    expect(compared?.difference?.estimate).toBeCloseTo(0.3, 12);
    expect(compared?.reason).toMatch(
      /^12 pairs show B 20.7 % higher; a fresh batch of 12 pairs confirms it$/,
    );
  });

  test('are an improvement by the same rule, the other way', () => {
    expect(compareRuns(runsOf(A, A), runsOf(times(0.8), times(0.8)))).toMatchObject({
      verdict: 'improvement',
    });
  });

  test('with no second batch need one', () => {
    expect(compareRuns(runsOf(A), runsOf(times(1.2)))).toMatchObject({
      verdict: 'inconclusive',
      needsConfirmation: true,
      reason: expect.stringContaining('not confirmed: there is no second batch'),
    });
  });

  test('that a second batch does not confirm pass, and say so', () => {
    const compared = compareRuns(runsOf(A, A), runsOf(times(1.2), times(1)));
    expect(compared).toMatchObject({ verdict: 'pass', needsConfirmation: false });
    expect(compared?.reason).toContain('did not confirm it');
    const turned = compareRuns(runsOf(A, A), runsOf(times(1.2), times(0.8)));
    expect(turned?.verdict).toBe('pass');
  });

  test('whose second batch is too small to test are inconclusive', () => {
    const compared = compareRuns(runsOf(A, A.slice(0, 4)), runsOf(times(1.2), times(1.2).slice(0, 4)));
    expect(compared).toMatchObject({ verdict: 'inconclusive', needsConfirmation: false });
    expect(compared?.reason).toContain('4 pairs: at least 10 are needed');
  });

  test('are flagged from half of the effect that matters on, and not below it', () => {
    // Every pair differs by the same: p is 2^-12 in both, and only the size decides. delta is 5 %.
    const same = Array.from({ length: 12 }, () => 1);
    const verdictOf = (factor: number): string | undefined =>
      compareRuns(
        runsOf(same, same),
        runsOf(
          same.map(() => factor),
          same.map(() => factor),
        ),
      )?.verdict;
    expect(verdictOf(1.025 + 1e-9)).toBe('regression');
    expect(verdictOf(1.025 - 1e-9)).toBe('pass');
    expect(verdictOf(1 / (1.025 + 1e-9))).toBe('improvement');
    expect(verdictOf(1 / (1.025 - 1e-9))).toBe('pass');
  });

  test('that could not have shown the effect are inconclusive, never a pass', () => {
    const compared = compareRuns(runsOf(makeNoise(12, 0.3)), runsOf(makeNoise(12, 0.3, 5)));
    expect(compared?.verdict).toBe('inconclusive');
    expect(compared?.minDetectableEffect).toBeGreaterThan(0.05);
    expect(compared?.reason).toMatch(
      /^underpowered: 12 pairs could not detect less than .* %; about \d+ are needed to detect 5 %$/,
    );
  });

  test('that are fewer than the rule requires are inconclusive', () => {
    const [a, b] = [A.slice(0, 9), times(1.2).slice(0, 9)];
    expect(compareRuns(runsOf(a), runsOf(b))).toMatchObject({
      verdict: 'inconclusive',
      reason: '9 pairs: at least 10 are needed',
      isGated: true,
    });
  });

  test('of which one failed are excluded, and counted', () => {
    const b = runsOf(times(1)).map(
      (run, index): RunResult =>
        index === 3 ? { ...run, outcome: { state: 'aborted', phase: 'run' } } : run,
    );
    const compared = compareRuns(runsOf(A), b);
    expect(compared).toMatchObject({ verdict: 'pass', pairs: 11 });
    expect(compared?.reason).toContain('11 pairs (1 more excluded');
  });

  test('belong together by their number, not by their order', () => {
    const compared = compareRuns(
      runsOf(A, A),
      runsOf(
        A.map((each) => each * 1.2),
        A,
      ).toReversed(),
    );
    expect(compared?.difference?.estimate).toBeCloseTo(0, 12);
    expect(compared?.reason).toMatch(/^12 pairs show B 20 % higher/);
  });

  test.each([0, -0])('with a figure of %d have no ratio, and are inconclusive', (zero) => {
    const withZero = times(1).map((each, index) => (index === 2 ? zero : each));
    for (const [a, b] of [
      [A, withZero],
      [withZero, A],
    ] as const) {
      expect(compareRuns(runsOf(a), runsOf(b))).toMatchObject({
        verdict: 'inconclusive',
        reason: 'a figure is 0, so there is no ratio to test',
      });
    }
  });

  test('leave out a pair with an infinite figure', () => {
    const withInfinity = times(1).map((each, index) => (index === 2 ? Number.POSITIVE_INFINITY : each));
    expect(compareRuns(runsOf(A), runsOf(withInfinity))).toMatchObject({ pairs: 11 });
  });

  test('beyond the maximum are not used, and the reason says so', () => {
    const many = makeNoise(230, 0.01);
    const compared = compareRuns(runsOf(many), runsOf(many));
    expect(compared?.pairs).toBe(200);
    expect(compared?.reason).toContain('200 pairs (the first of 230)');
  });
});

test('a figure that neither side has is not compared', () => {
  const { a, b } = makeSides(runsOf(A), runsOf(A));
  const names = compareReports(a, b).cases.flatMap(({ metrics }) => metrics.map(({ metric }) => metric));
  expect(names).toContain('stablePeakRssBytes');
  expect(names).not.toContain('stablePeakArrayBuffersBytes');
});

describe('a family', () => {
  const caseOf = (index: number, runs: readonly RunResult[]): CaseResult =>
    makeCase({ parameters: { index }, runs: [...runs] });

  /** The first case is `factor` times as much in B, the others are the same, but for noise. */
  const compareFamily = (size: number, factor: number): ReportComparison => {
    const indices = Array.from({ length: size }, (_, index) => index);
    return compareReports(
      makeSide(
        'a',
        indices.map((index) => caseOf(index, runsOf(A.slice(0, 10), A.slice(0, 10)))),
      ),
      makeSide(
        'b',
        indices.map((index) => {
          const figures = times(index === 0 ? factor : 1).slice(0, 10);
          return caseOf(index, runsOf(figures, figures));
        }),
      ),
    );
  };

  test('of one detects what the same pairs cannot show in a family of many, which is inconclusive and not a pass', () => {
    // The smallest p of ten pairs is 2^-10 = 0.00098: ten times that is below 0.01, eleven times is not.
    const alone = rssOf(compareFamily(1, 1.2));
    expect(alone).toMatchObject({ verdict: 'regression' });
    expect(alone?.p).toBeCloseTo(2 ** -10, 15);
    expect(rssOf(compareFamily(10, 1.2))?.verdict).toBe('regression');
    const among = compareFamily(11, 1.2);
    expect(rssOf(among)).toMatchObject({ verdict: 'inconclusive', minDetectableEffect: undefined });
    expect(rssOf(among)?.p).toBeCloseTo(11 * 2 ** -10, 15);
    expect(rssOf(among)?.reason).toMatch(/^underpowered: 10 pairs could not detect any difference; /);
    expect(rssOf(among, 5)?.verdict).toBe('inconclusive');
  });

  test('has the size of what can be tested', () => {
    const few = (index: number): CaseResult => caseOf(index, runsOf(A.slice(0, 9)));
    const others = Array.from({ length: 20 }, (_, index) => few(index + 1));
    const [a, b] = [A, times(1.2)].map((figures) => caseOf(0, runsOf(figures, figures)));
    const compared = compareReports(
      makeSide('a', [a as CaseResult, ...others]),
      makeSide('b', [b as CaseResult, ...others]),
    );
    expect(rssOf(compared)?.p).toBeCloseTo(2 ** -12, 15);
  });

  test('of the second batch consists of what the first flagged', () => {
    const compared = compareFamily(8, 1.2);
    // 8 in the first batch, 1 in the second.
    expect(rssOf(compared)?.p).toBeCloseTo(2 ** -10, 15);
    expect(rssOf(compared, 1)?.verdict).not.toBe('regression');
  });
});

describe('time metrics', () => {
  const cpuOf = (a: readonly RunResult[], b: readonly RunResult[]): MetricFields | undefined => {
    const sides = makeSides(a, b);
    return compareReports(sides.a, sides.b).cases[0]?.metrics.find(({ metric }) => metric === 'cpuMs');
  };

  test('are judged from thirty pairs on', () => {
    const [a, b] = [makeNoise(30, 0.02), makeNoise(30, 0.02, 5)].map((figures) =>
      makePairedRuns(figures, timed),
    );
    expect(cpuOf(a ?? [], b ?? [])).toMatchObject({ class: 'time', verdict: 'pass', pairs: 30 });
  });

  test('are informational where the pairs were made for the counters', () => {
    const three = makePairedRuns([1, 2, 3], timed);
    expect(cpuOf(three, three)).toMatchObject({
      verdict: 'informational',
      reason: '3 pairs: at least 30 are needed',
    });
  });

  test('are inconclusive where some of the runs made for them failed', () => {
    const thirty = makePairedRuns(makeNoise(30, 0.02), timed);
    const failed = thirty.map((run, index) =>
      index === 0 ? makeRun({ ...run, outcome: { state: 'timed-out', afterMs: 1, phase: 'run' } }) : run,
    );
    expect(cpuOf(failed, thirty)).toMatchObject({ verdict: 'inconclusive', isGated: true, pairs: 29 });
  });
});
