import { describe, expect, test } from 'vitest';
import type { ChildWarning } from '../protocol.ts';
import type { RunResult } from '../result.ts';
import { KiB, MiB, makeCounters, makeGrowth, makeLive, makeRun } from '../test/builders.ts';
import { type CaseToJudge, judgeCase } from './judge-case.ts';

const judge = (one: Partial<CaseToJudge> = {}) =>
  judgeCase({
    identity: {
      scenario: 'one',
      title: 'One',
      parameters: { volume: 1 * MiB },
      parameterKinds: { volume: 'volume' },
      node: '20.19.0',
    },
    expected: { metric: 'peakBufferedBytes', hasChecks: false },
    runs: [makeRun()],
    warnings: new Set(),
    strays: 0,
    growth: undefined,
    growthRequested: true,
    ...one,
  });

const codesOf = (one: Partial<CaseToJudge>): string[] => judge(one).warnings.map(({ code }) => code);

const crashed = (run: Partial<RunResult> = {}): RunResult =>
  makeRun({
    outcome: { state: 'crashed', phase: 'run', exitCode: 1, signal: null, reason: '', stderrLines: [] },
    ...run,
  });

test('a result has the identity of its case, and its runs', () => {
  const runs = [makeRun({ index: 4 }), makeRun({ index: 2 })];
  expect(judge({ runs })).toEqual({
    scenario: 'one',
    title: 'One',
    parameters: { volume: 1 * MiB },
    parameterKinds: { volume: 'volume' },
    node: '20.19.0',
    runs,
    summary: {},
    expectations: [],
    warnings: [],
  });
});

test('a result has the tags of its scenario, if it has any', () => {
  const identity = { scenario: 'one', title: 'One', parameters: {}, parameterKinds: {}, node: '20.19.0' };
  expect(judge({ identity: { ...identity, tags: ['http', 'wrong'] } }).tags).toEqual(['http', 'wrong']);
  expect(judge({ identity: { ...identity, tags: [] } })).not.toHaveProperty('tags');
});

describe('an expectation', () => {
  const withChecks = (...passed: readonly boolean[]): RunResult[] =>
    passed.map((each) => makeRun({ checks: [{ text: 'all is delivered', passed: each }] }));

  test('passes if it passes in every run', () => {
    expect(judge({ runs: withChecks(true, true) }).expectations).toEqual([
      { text: 'all is delivered', passed: true },
    ]);
  });

  test.each([
    ['first', [false, true, true]],
    ['last', [true, true, false]],
  ])('fails if it fails in the %s run alone', (_which, passed) => {
    expect(judge({ runs: withChecks(...passed) }).expectations).toEqual([
      { text: 'all is delivered', passed: false },
    ]);
  });

  test('that only some runs have is judged by those runs', () => {
    const runs = [
      makeRun({ checks: [{ text: 'a', passed: true }] }),
      makeRun({ checks: [{ text: 'b', passed: false }] }),
      crashed(),
    ];
    expect(judge({ runs }).expectations).toEqual([
      { text: 'a', passed: true },
      { text: 'b', passed: false },
    ]);
  });

  test.each([
    ['linear', 'linear', true],
    ['bounded', 'linear', false],
    ['linear', 'bounded', false],
    // Inconclusive growth fails either expectation.
    ['linear', 'inconclusive', false],
    ['bounded', 'inconclusive', false],
  ] as const)('of %s growth, where it is %s, passes: %s', (growth, verdict, passed) => {
    const { expectations } = judge({
      expected: { growth, metric: 'peakRssBytes', hasChecks: false },
      growth: makeGrowth({ verdict }),
    });
    expect(expectations).toEqual([{ text: `peakRssBytes is ${growth}`, passed }]);
  });

  test.each([
    [
      'no run completed',
      'peakBufferedBytes',
      [crashed({ peakBufferedBytes: 1 })],
      'no run ended as expected',
    ],
    ['no stream was watched', 'peakBufferedBytes', [makeRun()], 'no stream was watched'],
    [
      'a stream was not counted',
      'peakBufferedBytes',
      [makeRun({ counters: { other: makeCounters() }, uncounted: ['web'] })],
      'a watched stream could not be counted',
    ],
    [
      'the figure was never recorded',
      'recorded.typo',
      [makeRun({ recorded: { heldBytes: 1, openFiles: 2 } })],
      'recorded.typo was never recorded (recorded: recorded.heldBytes, recorded.openFiles)',
    ],
    ['nothing was recorded', 'recorded.typo', [makeRun()], 'recorded.typo was never recorded (nothing was)'],
    [
      'only one volume was measured',
      'peakBufferedBytes',
      [makeRun({ peakBufferedBytes: 1 })],
      'too few runs completed at different volumes',
    ],
  ] as const)('of growth is not judged if %s', (_why, metric, runs, notJudged) => {
    const expected = { growth: 'bounded', metric, hasChecks: false } as const;
    expect(judge({ expected, growth: undefined, runs }).expectations).toEqual([
      { text: `${metric} is bounded`, notJudged },
    ]);
  });

  test('of a limit is not judged if no run ended as expected', () => {
    const expected = { metric: 'peakBufferedBytes', hasChecks: false, limits: { cpuMs: 5 } } as const;
    expect(judge({ expected, runs: [crashed({ cpuMs: 1 })] }).expectations).toEqual([
      { text: 'limit: cpuMs is at most 5 ms', notJudged: 'no run ended as expected' },
    ]);
  });

  test('of growth is left out if growth was not to be measured', () => {
    const expected = { growth: 'bounded', metric: 'peakBufferedBytes', hasChecks: false } as const;
    expect(judge({ expected, growthRequested: false }).expectations).toEqual([]);
  });

  test('of growth is left out if the scenario has none, whatever the growth is', () => {
    expect(judge({ growth: makeGrowth({ verdict: 'inconclusive' }) }).expectations).toEqual([]);
  });
});

describe('of a scenario that reads memory that is not true', () => {
  const read: Partial<CaseToJudge> = { warnings: new Set<ChildWarning>(['false-memory-read']) };
  const notJudged = 'the scenario reads process.memoryUsage(), which is not true in this runtime';
  const checked = makeRun({
    checks: [{ text: 'arrayBuffers falls back', passed: true }],
    recorded: { heldBytes: 0 },
    peakBufferedBytes: 0,
  });

  test('no check is judged, though it passed', () => {
    expect(judge({ ...read, runs: [checked] }).expectations).toEqual([
      { text: 'arrayBuffers falls back', notJudged },
    ]);
    expect(judge({ runs: [checked] }).expectations).toEqual([
      { text: 'arrayBuffers falls back', passed: true },
    ]);
  });

  test('neither growth nor a limit of what it records is judged, and those of counters are', () => {
    const limits = { 'recorded.heldBytes': 10, peakBufferedBytes: 10, growth: 'bounded' } as const;
    const runs = [{ ...checked, checks: [] }];
    const judged = (metric: 'recorded.heldBytes' | 'peakBufferedBytes') =>
      judge({
        ...{ ...read, runs, growth: makeGrowth({ metric, verdict: 'bounded' }) },
        expected: { growth: 'bounded', metric, hasChecks: false, limits },
      }).expectations;
    expect(judged('recorded.heldBytes')).toEqual([
      { text: 'recorded.heldBytes is bounded', notJudged },
      { text: 'limit: recorded.heldBytes is at most 10 B', notJudged },
      { text: 'limit: peakBufferedBytes is at most 10 B', passed: true },
      { text: 'limit: growth is bounded', notJudged },
    ]);
    expect(judged('peakBufferedBytes')).toEqual([
      { text: 'peakBufferedBytes is bounded', passed: true },
      { text: 'limit: recorded.heldBytes is at most 10 B', notJudged },
      { text: 'limit: peakBufferedBytes is at most 10 B', passed: true },
      { text: 'limit: growth is bounded', passed: true },
    ]);
  });
});

describe('where a crash is expected', () => {
  const expected = { metric: 'peakBufferedBytes', outcome: 'crashed', hasChecks: true } as const;
  const checks = [{ text: 'no waiter was called', passed: true }];
  const isAsExpected = { text: 'every run ends in run(), as crashed', passed: true };

  test('a run that crashed in run() is as expected, and its figures count', () => {
    const result = judge({ expected, runs: [crashed({ checks, peakBufferedBytes: 7 })] });
    expect(result).toMatchObject({ expectedOutcome: 'crashed', expectations: [isAsExpected, ...checks] });
    expect(result.summary.peakBufferedBytes).toMatchObject({ n: 1, median: 7 });
    expect(result.warnings).toEqual([]);
  });

  const elsewhere = (outcome: Partial<RunResult['outcome']>): RunResult => {
    const run = crashed({ checks });
    return { ...run, outcome: { ...run.outcome, ...outcome } as RunResult['outcome'] };
  };

  test.each([
    ['completed', makeRun({ checks })],
    ['crashed before it ran', elsewhere({ phase: 'setup' })],
    ['was out of time', makeRun({ outcome: { state: 'timed-out', afterMs: 1, phase: 'run' }, checks })],
  ])('one that %s is not', (_how, run) => {
    const { expectations, summary } = judge({ expected, runs: [crashed({ checks }), run] });
    expect(expectations).toEqual([{ ...isAsExpected, passed: false }, ...checks]);
    expect(summary.peakBufferedBytes?.n ?? 0).toBeLessThan(2);
  });

  test('a run that could not report its counters fails the expectation', () => {
    const { expectations } = judge({ expected, runs: [crashed({ checks }), crashed()] });
    expect(expectations).toContainEqual({
      text: 'every run reports what it counted before it ended',
      passed: false,
    });
  });
});

describe('a summary', () => {
  test('is the median and its interval, over the completed runs of the kind that measures the figure', () => {
    const runs = [
      makeRun({ durationMs: 30 }),
      makeRun({ durationMs: 10 }),
      makeRun({ durationMs: 20 }),
      // These are ignored: another kind, or not completed.
      makeRun({ kind: 'profile', durationMs: 1000 }),
      makeRun({ kind: 'growth', durationMs: 1000 }),
      crashed({ durationMs: 1000 }),
    ];
    // With three values the whole range encloses the median unless all lie on one side: 1 - 2 * (1/2)^3.
    expect(judge({ runs }).summary).toEqual({
      durationMs: { n: 3, median: 20, low: 10, high: 30, confidence: 0.75 },
    });
  });

  test('of an even number of runs has the mean of the middle two', () => {
    const runs = [40, 10, 20, 30].map((cpuMs) => makeRun({ cpuMs }));
    expect(judge({ runs }).summary.cpuMs).toMatchObject({ n: 4, median: 25, low: 10, high: 40 });
  });

  test('of one run has no confidence in its interval', () => {
    expect(judge({ runs: [makeRun({ cpuMs: 5 })] }).summary.cpuMs).toEqual({
      n: 1,
      median: 5,
      low: 5,
      high: 5,
      confidence: 0,
    });
  });

  test('of a sampled figure is over profile runs', () => {
    const runs = [
      makeRun({ kind: 'profile', memory: { peak: { arrayBuffersBytes: 7, rssBytes: 1000 } } }),
      makeRun({ memory: { peak: { rssBytes: 9 } } }),
    ];
    const summary = judge({ runs }).summary;
    expect(summary.peakArrayBuffersBytes).toMatchObject({ n: 1, median: 7 });
    expect(summary.peakRssBytes).toMatchObject({ n: 1, median: 9 });
  });

  test('of live memory is that of the growth run at the volume of the case', () => {
    const at = (volume: number): RunResult =>
      makeRun({ kind: 'growth', parameters: { volume }, live: makeLive({ arrayBuffersBytes: volume }) });
    const { summary } = judge({ runs: [at(1 * MiB), at(2 * MiB), at(4 * MiB)] });
    expect(summary.peakLiveArrayBuffersBytes).toMatchObject({ n: 1, median: 1 * MiB });
  });

  test('is absent if no run has the figure', () => {
    expect(judge({ runs: [makeRun(), crashed()] }).summary).toEqual({});
  });
});

describe('a warning', () => {
  test('says that runs are missing if some did not complete', () => {
    const { warnings } = judge({ runs: [makeRun(), crashed(), makeRun()] });
    expect(warnings).toEqual([
      { code: 'runs-missing', message: 'only 2 of 3 runs completed: the figures are from those' },
    ]);
    expect(codesOf({ runs: [makeRun(), makeRun()] })).toEqual([]);
  });

  test.each([
    'not-settled',
    'peak-rss-not-reset',
    'no-inspector',
    'debugger-attached',
    'web-stream-not-counted',
    'http-message-not-counted',
    'node-streams-not-counted',
    'false-memory-read',
    'no-live-memory',
    'worker-threads',
    'child-processes',
  ] satisfies ChildWarning[])('says %s if a child reported it', (code) => {
    const { warnings } = judge({ warnings: new Set([code]) });
    expect(warnings.map((warning) => warning.code)).toEqual([code]);
    // Each has an observation and its consequence.
    expect(warnings[0]?.message).toMatch(/.+: .+/);
  });

  test('says what another runtime does not measure, and with which version', () => {
    const runtime = { name: 'Deno', version: '2.9.6', node: '26.3.0' } as const;
    const { warnings } = judge({ runtime });
    expect(warnings.map(({ code }) => code)).toEqual(['other-runtime']);
    expect(warnings[0]?.message).toMatch(
      /^Deno 2\.9\.6 is not Node: memory other than the peak RSS, .* not measured/,
    );
  });

  const sampledWithGap = (longestGapMs: number, intervalMs: number): RunResult =>
    makeRun({ kind: 'profile', sampling: { intervalMs, count: 9, longestGapMs, source: 'inspector' } });

  test('says that samples are missing after more than five intervals', () => {
    expect(codesOf({ runs: [sampledWithGap(101, 20)] })).toEqual(['sampling-gap']);
    expect(codesOf({ runs: [sampledWithGap(100, 20)] })).toEqual([]);
  });

  test('does not mention less than 50 ms, however short the interval is', () => {
    expect(codesOf({ runs: [sampledWithGap(51, 1)] })).toEqual(['sampling-gap']);
    expect(codesOf({ runs: [sampledWithGap(50, 1)] })).toEqual([]);
  });

  test('says that live memory was not read for more than half a second', () => {
    const withGap = (longestGapMs: number): RunResult =>
      makeRun({ kind: 'growth', live: { ...makeLive(), longestGapMs } });
    expect(codesOf({ runs: [withGap(501), withGap(3)] })).toEqual(['live-memory-gap']);
    expect(codesOf({ runs: [withGap(500)] })).toEqual([]);
  });

  test('says that worker threads did not answer most of the time', () => {
    const withMissing = (missingAnswers: number): RunResult =>
      makeRun({ kind: 'growth', live: { ...makeLive(), workers: { maxConcurrent: 1, missingAnswers } } });
    // Of 20 readings.
    expect(codesOf({ runs: [withMissing(11)] })).toEqual(['workers-not-read']);
    expect(codesOf({ runs: [withMissing(10)] })).toEqual([]);
  });

  test('mentions only the longest gap of all runs', () => {
    const { warnings } = judge({
      runs: [sampledWithGap(60, 10), sampledWithGap(900, 10), sampledWithGap(70, 10)],
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toMatch(/^no sample for 900 ms \(interval 10 ms\)/);
  });

  test('ignores gaps in a run that did not complete: it was stopped during one', () => {
    const { outcome } = crashed();
    expect(codesOf({ runs: [makeRun(), { ...sampledWithGap(900, 10), outcome }] })).toEqual(['runs-missing']);
  });

  test('says that a counter varies if it differs between measure runs', () => {
    const { warnings } = judge({
      runs: [makeRun({ peakBufferedBytes: 64 * KiB }), makeRun({ peakBufferedBytes: 80 * KiB })],
    });
    expect(warnings.map(({ code }) => code)).toEqual(['counters-vary']);
    expect(warnings[0]?.message).toMatch(
      /^values differ between runs: peakBufferedBytes \(64 KiB to 80 KiB\)/,
    );
  });

  test('shows counts as plain numbers', () => {
    const runs = [3, 1, 2].map((drains) => makeRun({ counters: { sink: makeCounters({ drains }) } }));
    expect(judge({ runs }).warnings[0]?.message).toMatch(/^values differ between runs: drains \(1 to 3\)/);
  });

  test('ignores counters that are the same, times, and counters that differ with the volume', () => {
    const runs = [
      makeRun({
        peakBufferedBytes: 5,
        durationMs: 1,
        counters: { sink: makeCounters({ backpressureMs: 1 }) },
      }),
      makeRun({
        peakBufferedBytes: 5,
        durationMs: 2,
        counters: { sink: makeCounters({ backpressureMs: 2 }) },
      }),
      makeRun({ kind: 'growth', peakBufferedBytes: 50 }),
      makeRun({ kind: 'profile', peakBufferedBytes: 6 }),
    ];
    expect(codesOf({ runs })).toEqual([]);
  });

  test('says how many processes outlived their run', () => {
    expect(judge({ strays: 1 }).warnings[0]?.message).toMatch(/^1 process outlived .* and was killed/);
    expect(judge({ strays: 2 }).warnings[0]?.message).toMatch(/^2 processes outlived .* and were killed/);
    expect(codesOf({ strays: 0 })).toEqual([]);
  });
});

describe('a figure that was never recorded', () => {
  const comparisonTable = { metric: 'recorded.typo', rows: 'volume' } as const;
  const identity = { ...judge(), comparisonTable };

  test('is named, with those that were, where a table asks for it', () => {
    const { warnings } = judge({ identity, runs: [makeRun({ recorded: { heldBytes: 1 } })] });
    expect(warnings).toEqual([
      {
        code: 'not-recorded',
        message:
          'recorded.typo was never recorded (recorded: recorded.heldBytes); call record() with this name, or correct the name',
      },
    ]);
  });

  test('is not a misspelled name if no run completed', () => {
    expect(codesOf({ identity, runs: [crashed()] })).toEqual(['runs-missing']);
  });
});
