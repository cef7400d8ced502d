/** What the terminal shows, compared with files under golden/. After an intended change: npx vitest run harness/test/golden.test.ts -u, then read each diff. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BuiltTable, Cell } from '../compare/comparison-table.ts';
import {
  warnOfChild,
  warnOfFewRuns,
  warnOfGap,
  warnOfStrays,
  warnOfVaryingCounters,
} from '../judge/warnings.ts';
import { renderComparisonTable } from '../report/terminal/comparison-table.ts';
import { type ListedScenario, renderList } from '../report/terminal/scenario-list.ts';
import { renderScenario } from '../report/terminal/scenario-report.ts';
import { makeColors } from '../report/text/colors.ts';
import type { CaseResult, RunResult } from '../result.ts';
import type { ParameterValue } from '../scenario.ts';
import { KiB, MiB, makeCase, makeCounters, makeGrowth, makeRun, summaryOf } from './builders.ts';

const PLAIN = { width: 80, colors: makeColors(false) };
const DEFAULTS = { highWaterMark: 64 * KiB, chunkSize: 16 * KiB, allocation: 'alloc', volume: 256 * MiB };

/** Rises to 300 MiB in two thirds of the time and falls again; some samples are late. */
function makeTimeline(buckets: number): NonNullable<RunResult['timeline']> {
  const climb = Array.from({ length: buckets }, (_, index) => {
    const share = (index + 1) / buckets;
    return share < 2 / 3 ? 1.5 * share : 3 * (1 - share);
  });
  const series = (floor: number, top: number): (number | null)[] =>
    climb.map((share, index) => (index % 7 === 3 ? null : Math.round(floor + share * top)));
  return {
    bucketMs: 10,
    rssBytes: series(44 * MiB, 256 * MiB),
    heapUsedBytes: series(4 * MiB, 6 * MiB),
    externalBytes: series(2 * MiB, 256 * MiB),
    arrayBuffersBytes: series(10 * KiB, 250 * MiB),
  };
}

const profileRun = (buckets: number, run: Partial<RunResult> = {}): RunResult =>
  makeRun({
    kind: 'profile',
    durationMs: buckets * 10,
    sampling: { intervalMs: 10, count: buckets, longestGapMs: 21.3, source: 'inspector' },
    timeline: makeTimeline(buckets),
    ...run,
  });

const runWithHighWaterMark = (highWaterMarkBytes: number): RunResult =>
  makeRun({ counters: { sink: makeCounters({ highWaterMarkBytes }) } });

const measureRun = (): RunResult => runWithHighWaterMark(64 * KiB);

const SUMMARY: CaseResult['summary'] = {
  peakBufferedBytes: summaryOf(256 * MiB),
  peakArrayBuffersBytes: summaryOf(250.4 * MiB, 1),
  peakHeapUsedBytes: summaryOf(9.96 * MiB, 1),
  peakRssBytes: summaryOf(312 * MiB),
  writesAfterFalse: summaryOf(16_380),
  drains: summaryOf(0),
  throughputBytesPerSecond: summaryOf(1.234 * 1024 * MiB),
  gcMs: summaryOf(12.34),
};

const ignoreDrain = (result: Partial<CaseResult> = {}): CaseResult =>
  makeCase({
    parameters: DEFAULTS,
    runs: [measureRun(), profileRun(40)],
    summary: SUMMARY,
    growth: makeGrowth(),
    expectations: [{ text: 'peakBufferedBytes is linear', passed: true }],
    ...result,
  });

const awaitDrain = (
  parameters: Record<string, ParameterValue>,
  result: Partial<CaseResult> = {},
): CaseResult =>
  makeCase({
    scenario: 'await-drain',
    title: "Waits for 'drain' when write() returns false",
    parameters: { ...DEFAULTS, ...parameters },
    runs: [runWithHighWaterMark(Number(parameters.highWaterMark ?? 64 * KiB)), profileRun(12)],
    summary: {
      ...SUMMARY,
      peakBufferedBytes: summaryOf(Number(parameters.highWaterMark ?? 64 * KiB)),
      writesAfterFalse: summaryOf(0),
      drains: summaryOf(4096),
    },
    growth: makeGrowth({ verdict: 'bounded', slope: 0, low: 0, high: 0.003 }),
    expectations: [
      { text: 'all bytes are delivered', passed: true },
      { text: 'peakBufferedBytes is bounded', passed: true },
    ],
    ...result,
  });

const failed = (outcome: RunResult['outcome'], run: Partial<RunResult> = {}): RunResult =>
  makeRun({
    outcome,
    reproduce: `/usr/bin/node --expose-gc dist/harness/child/entry.cjs '{"parameters":{"volume":268435456}}'`,
    ...run,
  });

const REPORTS: Record<string, readonly CaseResult[]> = {
  'one case': [ignoreDrain()],

  'cases that differ in one parameter': [
    awaitDrain({ highWaterMark: 16 * KiB }),
    awaitDrain({ highWaterMark: 64 * KiB }),
    awaitDrain({ highWaterMark: 1 * MiB }),
  ],

  'cases that differ in everything': [
    awaitDrain({ sink: 'memory' }),
    awaitDrain(
      {
        highWaterMark: 1 * MiB,
        chunkSize: 1 * KiB,
        allocation: 'allocUnsafeSlow',
        volume: 1024 * MiB,
        sink: 'socket',
      },
      { node: '22.12.0' },
    ),
  ],

  'runs that failed in each way': [
    ignoreDrain({
      growth: makeGrowth({
        verdict: 'inconclusive',
        slope: 0.0712,
        low: -0.0021,
        high: 0.12,
        reason: 'distinct volumes: 3 (at least 4 are needed)',
      }),
      runs: [
        measureRun(),
        failed({ state: 'timed-out', afterMs: 60_000, phase: 'run' }),
        failed({ state: 'timed-out', afterMs: 60_000, phase: 'run' }, { kind: 'growth' }),
        failed({ state: 'out-of-memory', lastRssBytes: 2100 * MiB, phase: 'run' }),
        failed({ state: 'out-of-memory', phase: 'setup' }),
        failed({ state: 'over-limit', limitBytes: 512 * MiB, rssBytes: 530 * MiB, phase: 'run' }),
        failed(
          {
            state: 'crashed',
            phase: 'run',
            exitCode: 1,
            signal: null,
            reason: 'TypeError: cannot read\nproperties of \u001b[31mundefined\u001b[0m',
            stderrLines: [
              '::error::this is not a command',
              '    at run (file:///scenarios/ignore-drain.js:35:11) with a line that is much longer than the terminal',
              'three',
              'four',
              'five',
              'six is not shown',
            ],
          },
          { kind: 'profile' },
        ),
        failed({ state: 'aborted', phase: 'run' }),
      ],
      expectations: [
        { text: 'all bytes are delivered', passed: false },
        { text: 'peakBufferedBytes is linear', passed: false },
        { text: 'this one passed', passed: true },
      ],
    }),
  ],

  'nothing was measured': [
    makeCase({
      parameters: DEFAULTS,
      summary: {},
      runs: [failed({ state: 'over-limit', limitBytes: 512 * MiB, rssBytes: 530 * MiB, phase: 'run' })],
      expectations: [{ text: 'peakBufferedBytes is linear', passed: false }],
      warnings: [warnOfFewRuns(4, 0)],
    }),
  ],

  'no stream is watched': [
    makeCase({
      scenario: 'baseline-noop',
      title: 'Does nothing: the baseline cost of a measured process',
      runs: [makeRun({ counters: {} }), profileRun(1)],
      summary: { peakBufferedBytes: summaryOf(0), peakRssBytes: summaryOf(44 * MiB), gcMs: summaryOf(0) },
    }),
  ],

  'warnings about a case and about all of them': [
    awaitDrain(
      { highWaterMark: 16 * KiB },
      {
        warnings: [
          warnOfFewRuns(8, 7),
          warnOfChild('not-settled'),
          warnOfGap(1234, 10),
          warnOfVaryingCounters([
            { metric: 'peakBufferedBytes', low: 64 * KiB, high: 80 * KiB, unit: 'bytes' },
            { metric: 'drains', low: 12, high: 14, unit: 'count' },
          ]),
          warnOfStrays(1),
        ],
      },
    ),
    awaitDrain(
      { highWaterMark: 64 * KiB },
      { warnings: [warnOfChild('not-settled'), warnOfChild('peak-rss-not-reset'), warnOfStrays(2)] },
    ),
    awaitDrain(
      { highWaterMark: 1 * MiB },
      {
        warnings: [
          warnOfChild('not-settled'),
          warnOfChild('peak-rss-not-reset'),
          warnOfChild('no-inspector'),
          warnOfChild('debugger-attached'),
          warnOfChild('web-stream-not-counted'),
        ],
      },
    ),
  ],

  'a timeline of one sample': [ignoreDrain({ runs: [measureRun(), profileRun(1)] })],
  'a timeline of many samples, with a long gap': [
    ignoreDrain({ runs: [measureRun(), withGap(profileRun(240))] }),
  ],
};

/** The main thread was blocked for a fifth of the time. */
function withGap(run: RunResult): RunResult {
  const { timeline } = run;
  if (timeline === undefined) return run;
  const open = (series: readonly (number | null)[]): (number | null)[] =>
    series.map((value, index) => (index >= 96 && index < 144 ? null : value));
  return {
    ...run,
    timeline: {
      bucketMs: timeline.bucketMs,
      rssBytes: open(timeline.rssBytes),
      heapUsedBytes: open(timeline.heapUsedBytes),
      externalBytes: open(timeline.externalBytes),
      arrayBuffersBytes: open(timeline.arrayBuffersBytes),
    },
  };
}

const isCommand = (line: string): boolean => line.startsWith('  /usr/bin/node');

describe.each(Object.entries(REPORTS))('%s', (name, results) => {
  const text = renderScenario(results, [], PLAIN);

  test('is rendered as before', async () => {
    await expect(`${text}\n`).toMatchFileSnapshot(`golden/${name.replaceAll(/\W+/g, '-')}.txt`);
  });

  test('fits the terminal, except for a command to be copied', () => {
    for (const line of text.split('\n')) if (!isCommand(line)) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('fits a narrow terminal below its table', () => {
    const [, , ...parts] = renderScenario(results, [], { ...PLAIN, width: 60 }).split('\n\n');
    for (const line of parts.join('\n').split('\n'))
      if (!isCommand(line)) expect(line.length).toBeLessThanOrEqual(60);
  });

  test('has columns that are aligned with their headings', () => {
    const [, table = ''] = text.split('\n\n');
    const [upper = '', lower = '', ...rows] = table.split('\n');
    const figures = rows.filter((row) => /^ *(–|[\d.-]+( [KMGT]?i?B)?) {2}/.test(row));
    expect(figures).toHaveLength(results.length);
    const edges = findEdges(lower);
    expect(findEdges(upper).every((edge) => edges.includes(edge))).toBe(true);
    for (const row of figures) expect(findEdges(row)).toEqual(edges);
  });

  test('differs with colours only in the colours', () => {
    const colored = renderScenario(results, [], { ...PLAIN, colors: makeColors(true) });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(text);
    expect(colored).not.toBe(text);
  });
});

/** The positions at which a word ends before two spaces or the end of the line. */
const findEdges = (line: string): number[] => [...line.matchAll(/\S(?= {2}|$)/g)].map(({ index }) => index);

test('stable runs are shown below the table, with their spread', () => {
  const stable = { n: 10, median: 88 * MiB, low: 87.5 * MiB, high: 88.4 * MiB, confidence: 0.98 };
  const results = [makeCase({ summary: { stablePeakRssBytes: stable } })];
  expect(renderScenario(results, [], PLAIN)).toContain(
    '\nstable RSS: 88 MiB (87.5 MiB to 88.4 MiB, 10 runs)\n',
  );
});

test('without cases nothing is rendered', () => {
  expect(renderScenario([], [], PLAIN)).toBe('');
});

test('cases as a comparison table are rendered as before, and fit the terminal', async () => {
  const relative = makeBuiltTable({
    layout: {
      ...{
        metric: 'recorded.nanoseconds',
        rows: 'strategy',
        reference: 'alloc',
        columns: 'work',
        blocks: 'size',
      },
      ...{ cellMetrics: ['recorded.residentBytes'], rowMetrics: ['recorded.heldBytes'] },
    },
    columns: ['allocate', 'allocate-and-fill'],
    blockValue: 1 * MiB,
    rows: ['alloc', 'allocUnsafeSlow', 'reuse'],
  });
  const plain = makeBuiltTable({
    layout: { metric: 'recorded.nanoseconds', rows: 'operation', columns: 'size' },
    columns: [64, 4 * KiB, 64 * KiB],
    blockValue: undefined,
    rows: ['readUInt32BE', 'toString'],
  });
  const text = [relative, plain].map((one) => renderComparisonTable(one, PLAIN)).join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('golden/cases-as-a-comparison-table.txt');
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

interface TableParts {
  readonly layout: BuiltTable['layout'];
  readonly columns: readonly ParameterValue[];
  readonly blockValue: ParameterValue | undefined;
  readonly rows: readonly ParameterValue[];
}

/** Figures that double from row to row; the last cell is missing. */
function makeBuiltTable({ layout, columns, blockValue, rows }: TableParts): BuiltTable {
  const { reference, cellMetrics = [], rowMetrics = [] } = layout;
  const makeCell = (row: number, column: number): Cell | undefined => {
    const factor = 2 ** row * 10 ** column;
    if (row === rows.length - 1 && column === columns.length - 1) return undefined;
    const interval = { estimate: factor, low: 0.9 * factor, high: 1.2 * factor, confidence: 0.968 };
    return {
      figure: { n: 5, median: 61.5 * factor, low: 60 * factor, high: 66 * factor, confidence: 0.9375 },
      ...(reference !== undefined && row > 0 && { multiple: interval }),
      figures: cellMetrics.map(() => 4 * KiB * factor),
      remarked: [],
    };
  };
  const table = rows.map((value, row) => ({
    value,
    cells: columns.map((_, column) => makeCell(row, column)),
    figures: rowMetrics.map(() => (row === 1 ? undefined : 1 * MiB)),
  }));
  return { layout, example: makeCase(), columns, blocks: [{ value: blockValue, rows: table }] };
}

describe('the list of scenarios', () => {
  const LISTED: readonly ListedScenario[] = [
    {
      name: 'ignore-drain',
      topic: 'writable',
      title: 'Keeps writing after write() returned false',
      about: { what: '', why: '', expect: '' },
      tags: ['writable', 'backpressure', 'wrong'],
      pairedWith: 'await-drain',
      growth: 'linear',
      parameters: [
        { name: 'highWaterMark', kind: 'bytes', values: [64 * KiB, 16 * KiB, 1 * MiB] },
        {
          name: 'allocation',

          kind: 'choice',
          values: ['alloc', 'allocUnsafe', 'allocUnsafeSlow', 'from', 'shared', 'fromAnArrayOfNumbers'],
        },
        { name: 'connections', kind: 'count', values: [1, 100] },
      ],
      cases: 36,
    },
    {
      name: 'baseline-noop',
      topic: 'baseline',
      title: 'Does nothing: the baseline cost of a measured process',
      about: { what: '', why: '', expect: '' },
      tags: ['baseline'],
      parameters: [],
      cases: 1,
    },
  ];

  test('is rendered as before, and fits the terminal', async () => {
    const text = renderList(LISTED, PLAIN);
    await expect(`${text}\n`).toMatchFileSnapshot('golden/list.txt');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

test('every golden file belongs to a test', () => {
  const tests = ['golden.test.ts', 'reporters.test.ts', '../report/terminal/verdict-table.test.ts'];
  const sources = tests.map((path) => readFileSync(new URL(path, import.meta.url), 'utf8')).join('\n');
  const slugs = new Set(
    [...sources.matchAll(/'([^'\n]+)'/g)].map(([, name = '']) => name.replaceAll(/\W+/g, '-')),
  );
  const files = readdirSync(new URL('golden', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('.'))
    .map((path) =>
      basename(path)
        .replace(/^compare-/, '')
        .replace(/\..*$/, ''),
    );
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((slug) => !slugs.has(slug) && !slugs.has(`golden-${slug}-txt`))).toEqual([]);
});
