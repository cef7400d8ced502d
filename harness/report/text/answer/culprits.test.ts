import { describe, expect, test } from 'vitest';
import type { MetricComparison } from '../../../compare/verdict.ts';
import { KiB, MiB, makeCase, makeCounters, makeReport, makeRun } from '../../../test/builders.ts';
import { makeCompared, makeComparison, makeMetric, makeMissing } from '../../../test/comparison-builders.ts';
import { listFindings } from '../findings.ts';
import type { Reported } from '../reported.ts';
import { countCases } from './case-counts.ts';
import { describeTimes, listCulprits } from './culprits.ts';
import { listLargeDifferences } from './large-differences.ts';

const absolute = (estimate: number) =>
  ({ kind: 'absolute', estimate, low: estimate, high: estimate, confidence: 1, direction: 'more' }) as const;

const worse = (metric: Partial<MetricComparison>): MetricComparison =>
  makeMetric({ verdict: 'regression', reason: 'more in B', ...metric } as never);

const buffered = (a: number, b: number): MetricComparison => worse({ a, b, difference: absolute(b - a) });

const compared = (scenario: string, sink: string, ...metrics: MetricComparison[]) => {
  const side = {
    parameters: { sink, volume: MiB },
    parameterKinds: { sink: 'choice', volume: 'volume' },
    node: '20.19.0',
  } as const;
  return makeCompared({ scenario, a: side, b: side, metrics });
};

const reported = (
  comparison: Parameters<typeof makeComparison>[0],
  more: { readonly by?: 'ab' | 'check' | 'compare' } & Pick<
    Extract<Reported, { kind: 'comparison' }>,
    'report'
  > = {},
): Reported => ({ kind: 'comparison', by: 'check', comparison: makeComparison(comparison), ...more });

describe('the cases that failed', () => {
  test('come worst first: what grows, then what there is most times more of', () => {
    const growth = worse({
      metric: 'growth',
      class: 'growth',
      unit: 'slope',
      a: 0,
      b: 1,
      reason: 'bounded in A, linear in B',
    } as never);
    const cases = [
      compared('twice', 'file', buffered(64 * KiB, 128 * KiB)),
      compared('same', 'file', makeMetric()),
      compared('grows', 'file', growth),
      compared('eightfold', 'file', buffered(64 * KiB, 512 * KiB)),
    ];
    const culprits = listCulprits(reported({ cases, verdict: 'regression' }));
    expect(culprits.map(({ name, worse: [first] }) => `${name}: ${first}`)).toEqual([
      'grows: growth bounded in A, linear in B (0.00 B/B → 1.00 B/B)',
      'eightfold: peak buffered: 64 KiB → 512 KiB, 8 times as much',
      'twice: peak buffered: 64 KiB → 128 KiB, 2 times as much',
    ]);
  });

  test('each have the command that runs them, with what tells them from the others', () => {
    const cases = ['file', "it's"].map((sink) => compared('one', sink, buffered(KiB, 2 * KiB)));
    expect(listCulprits(reported({ cases })).map(({ command }) => command)).toEqual([
      'npx tidemark run --scenario one --param sink=file',
      "npx tidemark run --scenario one --param 'sink=it'\\''s'",
    ]);
  });

  test('that are benches of node:bench have the command of their file', () => {
    const cases = [{ ...compared('copy', 'file', buffered(KiB, 2 * KiB)), file: 'bench/copy.bench.mjs' }];
    const rest = cases[0]?.b;
    const tagged = makeCase({
      scenario: 'copy',
      file: 'bench/copy.bench.mjs',
      tags: ['node-bench'],
      ...rest,
    });
    const commandWith = (scenarios: string[]): string | undefined => {
      const base = makeReport({ results: [tagged] });
      const report = { ...base, request: { ...base.request, scenarios } };
      return listCulprits(reported({ cases }, { report }))[0]?.command;
    };
    expect(commandWith(['bench:copy.bench.mjs'])).toBe(
      'npx tidemark run --from-bench ./bench/copy.bench.mjs --node 20',
    );
    // A scenario that has the same tag.
    expect(commandWith(['copy.bench.mjs'])).toBe('npx tidemark run --scenario ./bench/copy.bench.mjs');
  });

  test('name the parameters that were given, also if they do not vary', () => {
    const cases = [compared('one', 'file', buffered(KiB, 2 * KiB))];
    const base = makeReport({ results: [makeCase({ scenario: 'one', ...cases[0]?.b })] });
    const report = { ...base, request: { ...base.request, parameterValues: { volume: ['1MiB'] } } };
    const [culprit] = listCulprits(reported({ cases }, { report }));
    expect(culprit?.command).toBe('npx tidemark run --scenario one --param volume=1MiB');
  });

  test('name the line that wrote after false, and its scenario file, but not for a regression in time', () => {
    const site = { file: 'lib/parse.ts', line: 42, column: 9 };
    const labels = [
      {
        label: 'sink',
        ...makeCounters({ writesAfterFalse: 5 }),
        firstAfterFalse: { method: 'write', site } as const,
      },
    ];
    const [first] = [compared('one', 'file', buffered(KiB, 2 * KiB))];
    const file = 'bench/one.ts';
    const report = makeReport({ results: [makeCase({ scenario: 'one', file, ...first?.b, labels })] });
    const slower = compared(
      'one',
      'file',
      worse({ metric: 'cpuMs', class: 'time', unit: 'ms', a: 100, b: 300 } as never),
    );
    const of = (one: typeof slower | undefined) =>
      listCulprits(reported({ cases: one === undefined ? [] : [{ ...one, file }] }, { report }))[0];
    expect(of(first)).toMatchObject({
      where: 'first call after false: lib/parse.ts:42:9 → sink.write()',
      site,
      file,
    });
    expect(of(first)?.command).toBe('npx tidemark run --scenario ./bench/one.ts');
    expect(of(slower)).not.toHaveProperty('where');
  });

  test('are one each, with every expectation that failed and every run that did not complete', () => {
    const timedOut = makeRun({ outcome: { state: 'timed-out', afterMs: 60_000, phase: 'run' } });
    const report = makeReport({
      results: [
        makeCase({
          runs: [makeRun(), timedOut],
          expectations: [{ text: 'all bytes arrive', passed: false }],
        }),
        makeCase({ scenario: 'other' }),
      ],
    });
    const run = { kind: 'run', report } as const;
    expect(listCulprits(run)).toMatchObject([
      {
        name: 'ignore-drain',
        worse: [
          expect.stringMatching('^1 of 2 runs timed out after 1 min'),
          'expectation failed: all bytes arrive',
        ],
        command: 'npx tidemark run --scenario ignore-drain',
      },
    ]);
    expect(countCases(listFindings(run))).toBe('1 of 2 cases failed, 1 passed');
  });

  test('name the line at which a run crashed', () => {
    const crashed = {
      state: 'crashed',
      phase: 'run',
      exitCode: 1,
      signal: null,
      reason: 'Error: on purpose',
    } as const;
    const frames = ['parse (lib/parse.ts:15:9)', 'main.ts:3:1'];
    const run = makeRun({ outcome: { ...crashed, frames, stderrLines: [] } });
    const report = makeReport({ results: [makeCase({ runs: [run] })] });
    expect(listCulprits({ kind: 'run', report })[0]?.where).toBe('at parse (lib/parse.ts:15:9)');
  });

  test('include one that is missing, and not one that is new', () => {
    const missing = [makeMissing({ scenario: 'gone' }), makeMissing({ scenario: 'new', side: 'a' })];
    const given = reported({ cases: [], missing });
    expect(listCulprits(given).map(({ name }) => name)).toEqual(['gone [sink socket, Node 20.19.0]']);
    expect(countCases(listFindings(given))).toBe('the case failed');
  });
});

test.each([
  [9.1, '9.1 times as much'],
  [2, '2 times as much'],
  [123.4, '123 times as much'],
  [1.253, '25 % more'],
  [0.8, '20 % less'],
  [undefined, ''],
  [Number.POSITIVE_INFINITY, ''],
])('%s times is said as %j', (times, text) => {
  expect(describeTimes(times)).toBe(text);
});

describe('a large difference that was not judged', () => {
  const relative = (estimate: number, low: number) =>
    ({
      kind: 'relative',
      estimate,
      low,
      high: 2 * estimate,
      confidence: 0.75,
      direction: 'unknown',
    }) as const;
  const informational = (
    metric: string,
    b: number,
    difference: ReturnType<typeof relative>,
  ): MetricComparison =>
    makeMetric({
      metric,
      class: 'informational',
      unit: 'ms',
      a: 100,
      b,
      difference,
      verdict: 'informational',
      reason: '3 runs per side: at least 30 are needed',
    });

  test('is said aloud, with what would judge it', () => {
    const cases = [compared('one', 'file', informational('cpuMs', 910, relative(8.1, 7)))];
    expect(listLargeDifferences(reported({ cases }))).toEqual([
      'one: CPU is 9.1 times as much as in A and was not judged: 3 runs per side: at least 30 are needed; add --against-rev REV to judge it',
    ]);
    expect(listLargeDifferences(reported({ cases }, { by: 'compare' }))[0]).toMatch(
      'judge it with `tidemark ab`',
    );
  });

  test.each([
    ['whose interval includes 0', informational('cpuMs', 910, relative(8.1, -0.1))],
    ['of a few milliseconds', { ...informational('cpuMs', 18, relative(8.1, 7)), a: 2 } as MetricComparison],
    ['by a third', informational('cpuMs', 133, relative(0.33, 0.3))],
    ['of what no rule judges', informational('maxDelayMs', 910, relative(8.1, 7))],
  ])('is none %s', (_name, metric) => {
    expect(listLargeDifferences(reported({ cases: [compared('one', 'file', metric)] }))).toEqual([]);
  });
});
