import { describe, expect, test } from 'vitest';
import type { CaseResult, Report, RunResult } from '../result.ts';
import { KiB, makeCase, makeEnvironment, makeReport, makeRun } from '../test/builders.ts';
import type { MetricFields } from '../test/comparison-builders.ts';
import { makeNoise, makePairedRuns, makeSide, makeSides, stable, timed } from '../test/pair-builders.ts';
import { compareReports } from './compare-reports.ts';
import type { ReportComparison } from './verdict.ts';

const counted = (peakBufferedBytes: number): RunResult[] =>
  [0, 1, 2].map((index) => makeRun({ index, peakBufferedBytes }));

const reportOf = (runs: readonly RunResult[], report: Partial<Report> = {}): Report =>
  makeReport({ results: [makeCase({ runs: [...runs] })], ...report });

const metricOf = ({ cases }: ReportComparison, name: string): MetricFields | undefined =>
  cases[0]?.metrics.find(({ metric }) => metric === name);

const withNode = (node: string): Partial<Report> => {
  const environment = makeEnvironment();
  const own = { ...environment.nodes[0], node } as (typeof environment.nodes)[0];
  return { environment: { ...environment, ...own, nodes: [own] } };
};

const onNode = (node: string, runs: readonly RunResult[]): Report =>
  makeReport({ results: [makeCase({ node, runs: [...runs] })], ...withNode(node) });

describe('two reports', () => {
  test('pass where they are the same, and say what they are', () => {
    const report = reportOf(counted(64 * KiB));
    const compared = compareReports(report, report);
    expect(compared).toMatchObject({ schemaVersion: 1, isComparable: true, verdict: 'pass', missing: [] });
    expect(compared.a).toMatchObject({ id: report.id, label: report.id });
    expect(compared.environmentDifferences).toEqual([]);
  });

  test('give the same comparison each time, bit for bit', () => {
    const { a, b } = makeSides(
      makePairedRuns(makeNoise(12, 0.01), stable),
      makePairedRuns(makeNoise(12, 0.02, 5), stable),
    );
    const first = JSON.stringify(compareReports(a, b));
    expect(JSON.stringify(compareReports(structuredClone(a), structuredClone(b)))).toBe(first);
  });

  test('of other runtimes are not comparable, whatever version of Node they say they are', () => {
    const reasonsFor = (a: string, b: string): readonly string[] => {
      const compared = compareReports(onNode(a, counted(1)), onNode(b, counted(1)));
      expect(compared).toMatchObject({ verdict: 'not-comparable', cases: [] });
      return compared.reasons;
    };
    expect(reasonsFor('26.3.0', 'Bun 1.4.5')).toEqual(['runtimes differ: Node 26 in A, Bun 1 in B']);
    expect(reasonsFor('Bun 1.4.5', 'Deno 2.9.6')).toEqual(['runtimes differ: Bun 1 in A, Deno 2 in B']);
    expect(reasonsFor('Bun 1.4.5', 'Bun 2.0.0')).toEqual(['runtimes differ: Bun 1 in A, Bun 2 in B']);
    const sameMajor = compareReports(onNode('Bun 1.4.5', counted(1)), onNode('Bun 1.5.0', counted(1)));
    expect(sameMajor).toMatchObject({ verdict: 'pass', reasons: [] });
  });

  test('of another Node major are not comparable, and say so', () => {
    const compared = compareReports(onNode('20.19.0', counted(1)), onNode('22.12.0', counted(1)));
    expect(compared).toMatchObject({ isComparable: false, verdict: 'not-comparable', cases: [] });
    expect(compared.reasons).toEqual(['Node major versions differ: 20 in A, 22 in B']);
  });

  test('of another Node of the same major are compared, and the difference is listed', () => {
    const compared = compareReports(onNode('20.19.0', counted(1)), onNode('20.20.2', counted(1)));
    expect(compared.verdict).toBe('pass');
    expect(compared.environmentDifferences).toEqual([{ field: 'node', a: '20.19.0', b: '20.20.2' }]);
  });

  test('of another Node major are comparable where that is intended', () => {
    const compared = compareReports(onNode('20.19.0', counted(1)), onNode('22.12.0', counted(1)), {
      differing: ['node'],
    });
    expect(compared).toMatchObject({ isComparable: true, verdict: 'pass' });
    expect(compared.cases[0]).toMatchObject({ a: { node: '20.19.0' }, b: { node: '22.12.0' } });
  });

  test.each([
    ['defaultHighWaterMarkBytes', 'the default highWaterMark'],
    ['bufferPoolSizeBytes', 'Buffer.poolSize'],
  ] as const)('of systems where Node has another %s are not comparable', (field, label) => {
    const [linux, windows] = [64 * KiB, 16 * KiB].map((bytes) => {
      const { nodes } = makeEnvironment();
      const environment = makeEnvironment({ nodes: nodes.map((node) => ({ ...node, [field]: bytes })) });
      return reportOf(counted(1), { environment });
    });
    if (linux === undefined || windows === undefined) throw new Error('there are two');
    const compared = compareReports(linux, windows);
    expect(compared).toMatchObject({ isComparable: false, verdict: 'not-comparable', cases: [] });
    expect(compared.reasons).toEqual([`${label} of Node 20 differs: 65536 in A, 16384 in B`]);
    expect(compareReports(linux, windows, { differing: ['node'] }).isComparable).toBe(true);
  });

  test('with other flags are not comparable, unless that is intended', () => {
    const b = reportOf(counted(1), {
      environment: makeEnvironment({ flags: ['--expose-gc', '--max-semi-space-size=32'] }),
    });
    const compared = compareReports(reportOf(counted(1)), b);
    expect(compared.reasons).toEqual([
      'Node flags differ: --expose-gc in A, --expose-gc --max-semi-space-size=32 in B',
    ]);
    expect(compareReports(reportOf(counted(1)), b, { differing: ['flags'] }).verdict).toBe('pass');
  });

  test('of another machine are compared by counters and growth, and not by time and memory', () => {
    const runs = counted(64 * KiB).map((run) => ({ ...run, cpuMs: 10 + run.index }));
    const b = reportOf(runs, { environment: makeEnvironment({ cpuModel: 'another processor' }) });
    const compared = compareReports(reportOf(runs), b);
    expect(metricOf(compared, 'peakBufferedBytes')).toMatchObject({ verdict: 'pass', isGated: true });
    expect(metricOf(compared, 'cpuMs')).toMatchObject({
      verdict: 'informational',
      reason: 'the machines differ: cpuModel',
    });
  });

  test('of another machine are not judged by pairs either', () => {
    const paired = makePairedRuns(makeNoise(12, 0.01), stable);
    const { a, b } = makeSides(paired, paired);
    const elsewhere = { ...b, environment: makeEnvironment({ kernel: '7.0.0' }) };
    expect(metricOf(compareReports(a, elsewhere), 'stablePeakRssBytes')).toMatchObject({
      verdict: 'informational',
      reason: 'the machines differ: kernel',
    });
  });

  test('that were not run in pairs show time and memory with an interval, and do not judge them', () => {
    const runsOf = (durations: readonly number[]): RunResult[] =>
      durations.map((durationMs, index) => makeRun({ index, pair: index, durationMs }));
    const compared = compareReports(reportOf(runsOf([100, 110, 120])), reportOf(runsOf([200, 220, 240])));
    const duration = metricOf(compared, 'durationMs');
    const reason = '3 runs per side: at least 30 are needed';
    expect(duration).toMatchObject({ verdict: 'informational', reason });
    expect(duration?.difference?.kind).toBe('relative');
    expect(duration?.difference?.estimate).toBeCloseTo(1, 12);
    const single = compareReports(reportOf(runsOf([100])), reportOf(runsOf([200])));
    expect(metricOf(single, 'durationMs')?.reason).toBe('1 run per side: at least 30 are needed');
    // Of the 20 orders of three and three, the two extreme ones lie outside of the full range: 240/100 - 1.
    expect(duration?.difference?.high).toBeCloseTo(1.4, 12);
    expect(duration?.difference?.confidence).toBeCloseTo(0.9, 12);
    // Three runs per side are too few for a direction.
    expect(duration?.difference?.direction).toBe('unknown');
    expect(compared.verdict).toBe('not-comparable');
  });

  test('of two invocations are not paired by the pair numbers that they share', () => {
    const noise = makeNoise(12, 0.01);
    const { a, b } = makeSides(
      makePairedRuns(noise, stable),
      makePairedRuns(noise, stable).map((run) => ({ ...run, pair: 11 - (run.pair ?? 0) })),
    );
    const intervalOf = (other: Report): readonly unknown[] => {
      const difference = metricOf(compareReports(a, other), 'stablePeakRssBytes')?.difference;
      return [difference?.low, difference?.high];
    };
    // Paired by order, each run meets its equal; paired by number, another run.
    expect(intervalOf({ ...b, startedAt: '2026-02-02T03:04:05.000Z' })).toEqual([0, 0]);
    expect(intervalOf(b)).not.toEqual([0, 0]);
  });
});

describe('memory and time of two invocations on one machine', () => {
  const stableRuns = (factor: number, count = 12): RunResult[] =>
    makeNoise(count, 0.01).map((figure, index) => makeRun({ index, ...stable(factor * figure) }));
  const timedRuns = (factor: number, count = 30): RunResult[] =>
    makeNoise(count, 0.02).map((figure, index) => makeRun({ index, ...timed(factor * figure) }));
  const fresh = (runs: readonly RunResult[]): RunResult[] =>
    runs.map((run) => ({ ...run, index: run.index + 100, pair: run.index, batch: 2 }));
  const rssOf = (a: readonly RunResult[], b: readonly RunResult[]): MetricFields | undefined =>
    metricOf(compareReports(reportOf(a), reportOf(b)), 'stablePeakRssBytes');
  const cpuOf = (a: readonly RunResult[], b: readonly RunResult[]): MetricFields | undefined =>
    metricOf(compareReports(reportOf(a), reportOf(b)), 'cpuMs');

  test('pass where there are enough runs and they do not differ', () => {
    expect(rssOf(stableRuns(1), stableRuns(1))).toMatchObject({ verdict: 'pass', isGated: true, pairs: 12 });
    expect(cpuOf(timedRuns(1), timedRuns(1))).toMatchObject({ verdict: 'pass', isGated: true, pairs: 30 });
  });

  test('are informational, with their interval, where there are too few runs', () => {
    const tooFew = rssOf(stableRuns(1), stableRuns(2, 9));
    expect(tooFew).toMatchObject({ verdict: 'informational' });
    expect(tooFew?.reason).toBe('9 runs per side: at least 10 are needed');
    expect(tooFew?.difference?.estimate).toBeCloseTo(1, 1);
  });

  test('more memory has to be confirmed by fresh runs', () => {
    const unconfirmed = rssOf(stableRuns(1), stableRuns(1.1));
    expect(unconfirmed).toMatchObject({ verdict: 'inconclusive', isGated: true, needsConfirmation: true });
    const confirmed = rssOf(stableRuns(1), [...stableRuns(1.1), ...fresh(stableRuns(1.1))]);
    expect(confirmed).toMatchObject({ verdict: 'regression', isGated: true });
    expect(confirmed?.reason).toBe(
      '12 runs per side show B 10 % higher; a fresh batch of 12 runs per side confirms it',
    );
    const refuted = rssOf(stableRuns(1), [...stableRuns(1.1), ...fresh(stableRuns(1))]);
    expect(refuted).toMatchObject({ verdict: 'pass', isGated: true });
  });

  test('more time is never a regression: the machine may be slower', () => {
    const slower = cpuOf(timedRuns(1), timedRuns(1.5));
    expect(slower).toMatchObject({ verdict: 'inconclusive', isGated: true, needsConfirmation: false });
    expect(slower?.reason).toContain('B 50 % higher; runs from different sessions cannot separate');
  });

  test('are informational where the patch versions of Node differ', () => {
    const compared = compareReports(onNode('20.19.0', stableRuns(1)), onNode('20.20.2', stableRuns(1)));
    expect(metricOf(compared, 'stablePeakRssBytes')).toMatchObject({
      verdict: 'informational',
      reason: 'Node versions differ: 20.19.0 and 20.20.2',
    });
  });

  test('the reason counts the runs that have no run to be paired with', () => {
    expect(rssOf(stableRuns(1, 14), stableRuns(1))?.reason).toContain(
      '12 runs per side (2 more on one side excluded: the other side has none to pair it with)',
    );
  });
});

describe('cases', () => {
  const caseWith = (parameters: CaseResult['parameters'], bytes = 1): CaseResult =>
    makeCase({ parameters, runs: counted(bytes) });

  test('are matched by their parameters, in whatever order these are', () => {
    const a = makeReport({
      results: [caseWith({ one: 1, two: 'x' }, 64), caseWith({ one: 2, two: 'x' }, 32)],
    });
    const b = makeReport({
      results: [caseWith({ two: 'x', one: 2 }, 32), caseWith({ two: 'x', one: 1 }, 64)],
    });
    const compared = compareReports(a, b);
    expect(compared.cases.map((one) => one.a.parameters.one)).toEqual([1, 2]);
    expect(compared.verdict).toBe('pass');
  });

  test('that one side lacks are listed: one missing from B makes the result inconclusive, a new one does not', () => {
    const [both, other] = [caseWith({ one: 1 }), caseWith({ one: 2 })];
    const gone = compareReports(makeReport({ results: [both, other] }), makeReport({ results: [both] }));
    expect(gone.missing).toMatchObject([{ side: 'b', scenario: 'ignore-drain', parameters: { one: 2 } }]);
    expect(gone.verdict).toBe('inconclusive');
    const added = compareReports(makeReport({ results: [both] }), makeReport({ results: [both, other] }));
    expect(added.missing).toMatchObject([{ side: 'a', parameters: { one: 2 } }]);
    expect(added.verdict).toBe('pass');
  });

  test('make nothing comparable if none is in both reports', () => {
    const compared = compareReports(
      makeReport({ results: [caseWith({ one: 1 })] }),
      makeReport({ results: [caseWith({ one: 2 })] }),
    );
    expect(compared).toMatchObject({ isComparable: false, reasons: ['no case was run on both sides'] });
  });

  test('that differ by an intended parameter are matched, as they are when both sides are of one invocation', () => {
    const [a, b] = [[caseWith({ one: 1, highWaterMark: 16 })], [caseWith({ one: 1, highWaterMark: 64 })]];
    const oneInvocation = compareReports(makeSide('a', a), makeSide('b', b));
    const requested = compareReports(makeReport({ results: a }), makeReport({ results: b }), {
      differing: ['parameter.highWaterMark'],
    });
    for (const { cases, missing } of [oneInvocation, requested]) {
      expect(missing).toEqual([]);
      expect(cases).toMatchObject([
        { a: { parameters: { highWaterMark: 16 } }, b: { parameters: { highWaterMark: 64 } } },
      ]);
    }
  });

  test('of several Nodes of one major are matched by version first, then by order', () => {
    const onNodes = (versions: readonly string[]): Report =>
      makeReport({ results: versions.map((node) => makeCase({ node, runs: counted(1) })) });
    const { cases } = compareReports(onNodes(['20.19.0', '20.20.0']), onNodes(['20.20.0', '20.21.0']));
    expect(cases.map(({ a, b }) => [a.node, b.node])).toEqual([
      ['20.19.0', '20.21.0'],
      ['20.20.0', '20.20.0'],
    ]);
  });
});

describe('runs that failed', () => {
  const failed = makeRun({ outcome: { state: 'timed-out', afterMs: 60_000, phase: 'run' } });

  test('in B only are a regression of the case', () => {
    const compared = compareReports(reportOf(counted(1)), reportOf([...counted(1), failed]));
    expect(compared.verdict).toBe('regression');
    expect(metricOf(compared, 'outcome')).toMatchObject({
      a: 0,
      b: 1,
      verdict: 'regression',
      reason: '1 run of B failed (measure: timed-out)',
    });
  });

  test('are a regression even where no run of B completed', () => {
    const compared = compareReports(reportOf(counted(1)), reportOf([failed]));
    expect(compared.verdict).toBe('regression');
    expect(metricOf(compared, 'peakBufferedBytes')).toMatchObject({
      verdict: 'inconclusive',
      reason: 'B has no such figure',
    });
  });

  test('in A only are an improvement, on both sides inconclusive, and runs that a user interrupted are neither', () => {
    const verdictOf = (a: readonly RunResult[], b: readonly RunResult[]): string | undefined =>
      metricOf(compareReports(reportOf(a), reportOf(b)), 'outcome')?.verdict;
    const aborted = makeRun({ outcome: { state: 'aborted', phase: 'run' } });
    expect(verdictOf([...counted(1), failed], counted(1))).toBe('improvement');
    expect(verdictOf([...counted(1), failed], [...counted(1), failed])).toBe('inconclusive');
    expect(verdictOf(counted(1), [...counted(1), { ...failed, kind: 'profile' }])).toBe('inconclusive');
    expect(verdictOf(counted(1), [...counted(1), aborted])).toBeUndefined();
  });

  test('are not a failure where the scenario expects that outcome', () => {
    const expected = makeCase({ expectedOutcome: 'timed-out', runs: [{ ...failed, peakBufferedBytes: 5 }] });
    const compared = compareReports(makeReport({ results: [expected] }), makeReport({ results: [expected] }));
    expect(metricOf(compared, 'outcome')).toBeUndefined();
    expect(metricOf(compared, 'peakBufferedBytes')).toMatchObject({ a: 5, b: 5 });
  });
});

describe('what is judged', () => {
  test('is only the requested classes; the rest is informational', () => {
    const compared = compareReports(reportOf(counted(1)), reportOf(counted(100)), {
      classes: new Set(['growth']),
    });
    expect(metricOf(compared, 'peakBufferedBytes')).toMatchObject({
      difference: { estimate: 99 },
      verdict: 'informational',
    });
  });
});

describe('two scenarios of one name from two folders', () => {
  const buffering = (peakBufferedBytes: number): RunResult[] =>
    [0, 1, 2].map((index) => makeRun({ index, peakBufferedBytes }));
  const small = makeCase({ scenario: 'upload', file: 'one/upload.ts', runs: buffering(1024) });
  const large = makeCase({ scenario: 'upload', file: 'two/upload.ts', runs: buffering(1024 ** 2) });

  test('are compared each with itself, in whichever order they were measured', () => {
    const [a, b] = [makeReport({ results: [small, large] }), makeReport({ results: [large, small] })];
    const compared = compareReports(a, b);
    expect(compared).toMatchObject({ verdict: 'pass', missing: [] });
    expect(compared.cases.map(({ file }) => file)).toEqual(['one/upload.ts', 'two/upload.ts']);
  });

  test('are not the same case: one that is missing from B is not compared with the other', () => {
    const compared = compareReports(makeReport({ results: [small] }), makeReport({ results: [large] }));
    expect(compared).toMatchObject({ verdict: 'not-comparable', reasons: ['no case was run on both sides'] });
  });
});
