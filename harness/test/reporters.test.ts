/** The output for CI, compared with files under golden/reporters/. After an intended change: npx vitest run harness/test/reporters.test.ts -u, then read each diff. */
import { describe, expect, test } from 'vitest';
import { warnOfGap } from '../judge/warnings.ts';
import { renderBencher } from '../report/ci/bencher.ts';
import { renderGithub } from '../report/ci/github.ts';
import { renderGithubActionBenchmark } from '../report/ci/github-action-benchmark.ts';
import { renderJson } from '../report/ci/json.ts';
import { renderJunit } from '../report/ci/junit.ts';
import { renderMarkdown } from '../report/markdown/summary.ts';
import type { Reported } from '../report/text/reported.ts';
import type { CaseResult } from '../result.ts';
import {
  guessKinds,
  KiB,
  MiB,
  makeCase,
  makeCounters,
  makeEnvironment,
  makeGrowth,
  makeReport,
  makeRun,
  summaryOf,
} from './builders.ts';
import { makeCompared, makeComparison, makeMetric, makeMissing } from './comparison-builders.ts';
import { parseXml } from './parse-xml.ts';

const FORMATS: Record<string, readonly [render: (reported: Reported) => string, extension: string]> = {
  github: [renderGithub, 'txt'],
  junit: [renderJunit, 'xml'],
  markdown: [(reported) => renderMarkdown(reported), 'md'],
  json: [renderJson, 'json'],
  bencher: [renderBencher, 'json'],
  'github-action-benchmark': [renderGithubActionBenchmark, 'json'],
};

/** Each is a command, markup, a cell, or the end of an element in some format. */
const HOSTILE = [
  '::error::',
  '##[error]stop',
  ']]>',
  'a|b\\|c',
  '<script>alert(1)</script>',
  '\u001b[31mred\u0007\u0000',
  '\u202egnp.exe\u2066',
  '`code` ``more``',
  '</details>\n# heading\r\n- item',
  '@octocat #1 [link](https://a.b) ![image](x)',
  '100%0A&amp;"quoted",\'x\'',
  '\ud800half\ufffe',
  '--><!-- $(id)',
].join(' ');

const passedRun = makeCase({
  scenario: 'await-drain',
  title: "Waits for 'drain' when write() returns false",
  parameters: { sink: 'memory', highWaterMark: 64 * KiB },
  summary: {
    peakBufferedBytes: summaryOf(64 * KiB),
    throughputBytesPerSecond: summaryOf(512 * MiB),
    'recorded.isRight': summaryOf(1),
  },
  growth: makeGrowth({ verdict: 'bounded', slope: 0, low: 0, high: 0.003 }),
  expectations: [
    { text: 'all bytes are delivered', passed: true },
    { text: 'peakBufferedBytes is bounded', passed: true },
  ],
});

const brokenRuns = [
  makeRun(),
  makeRun({ outcome: { state: 'timed-out', afterMs: 60_000, phase: 'run' } }),
  makeRun({ outcome: { state: 'timed-out', afterMs: 60_000, phase: 'run' } }),
  makeRun({ outcome: { state: 'over-limit', limitBytes: 512 * MiB, rssBytes: 530 * MiB, phase: 'run' } }),
];

const manyMetrics = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    makeMetric({
      metric: `recorded.figure${index}`,
      verdict: index === count - 1 ? 'regression' : 'inconclusive',
      reason: `reason ${index}`,
    }),
  );

const HOSTILE_CALL = {
  method: 'write',
  site: { file: HOSTILE, line: 1, column: 2, functionName: HOSTILE },
  through: HOSTILE,
} as const;

const REPORTED: Record<string, Reported> = {
  'a run whose expectations passed': {
    kind: 'run',
    report: makeReport({
      results: [passedRun, { ...passedRun, parameters: { ...passedRun.parameters, sink: 'file' } }],
    }),
  },

  'a run in which almost everything failed': {
    kind: 'run',
    report: makeReport({
      complete: false,
      results: [
        makeCase({
          runs: brokenRuns,
          growth: makeGrowth({
            verdict: 'inconclusive',
            reason: 'distinct volumes: 3 (at least 4 are needed)',
          }),
          expectations: [
            { text: 'all bytes are delivered', passed: false },
            { text: 'this one passed', passed: true },
          ],
          warnings: [warnOfGap(1234, 10)],
        }),
        makeCase({ runs: [] }),
      ],
    }),
  },

  'a comparison with every verdict': {
    kind: 'comparison',
    by: 'check',
    comparison: makeComparison({
      verdict: 'regression',
      environmentDifferences: [{ field: 'kernel', a: '6.1.0', b: '6.2.0' }],
      cases: [
        makeCompared({
          metrics: [
            makeMetric({
              b: 256 * KiB,
              difference: {
                kind: 'absolute',
                direction: 'more',
                estimate: 192 * KiB,
                low: 192 * KiB,
                high: 192 * KiB,
                confidence: 1,
              },
              verdict: 'regression',
              reason: 'differs by more than one chunk (16 KiB)',
            }),
            makeMetric({
              metric: 'drains',
              unit: 'count',
              a: 10,
              b: 30,
              difference: {
                kind: 'absolute',
                direction: 'more',
                estimate: 20,
                low: 20,
                high: 20,
                confidence: 1,
              },
              verdict: 'regression',
              isGated: false,
              reason: 'differs by 20',
            }),
            makeMetric({
              metric: 'durationMs',
              class: 'time',
              unit: 'ms',
              a: 120,
              b: 90,
              difference: {
                kind: 'relative',
                direction: 'less',
                estimate: -0.25,
                low: -0.3,
                high: -0.2,
                confidence: 0.99,
              },
              p: 0.0002,
              pairs: 30,
              verdict: 'improvement',
              reason: 'faster in both batches',
            }),
            makeMetric({
              metric: 'cpuMs',
              class: 'time',
              unit: 'ms',
              a: undefined,
              b: 80,
              difference: undefined,
              verdict: 'informational',
              reason: 'A has no figure',
            }),
            makeMetric({
              metric: 'growth',
              class: 'growth',
              unit: 'slope',
              a: 0.0012,
              b: 1.004,
              difference: {
                kind: 'absolute',
                direction: 'more',
                estimate: 1.0028,
                low: 0.99,
                high: 1.01,
                confidence: 0.98,
              },
              verdict: 'inconclusive',
              reason: 'too few volumes',
            }),
          ],
        }),
        makeCompared({
          b: { parameters: { sink: 'file' }, parameterKinds: guessKinds({ sink: 'file' }), node: '22.12.0' },
          metrics: [makeMetric()],
        }),
      ],
      missing: [makeMissing(), makeMissing({ side: 'a', scenario: 'new-one', reason: 'it is new' })],
    }),
  },

  'a comparison that passes with a failed expectation': {
    kind: 'comparison',
    by: 'check',
    comparison: makeComparison(),
    report: makeReport({
      results: [{ ...passedRun, expectations: [{ text: 'all bytes are delivered', passed: false }] }],
    }),
  },

  'two reports that are not comparable': {
    kind: 'comparison',
    by: 'check',
    comparison: makeComparison({
      isComparable: false,
      reasons: ['node: 20 and 22', 'flags: none and --max-old-space-size=64'],
      verdict: 'not-comparable',
      cases: [],
    }),
  },

  'a comparison in which nothing could be judged': {
    kind: 'comparison',
    by: 'check',
    comparison: makeComparison({
      verdict: 'not-comparable',
      cases: [
        makeCompared({
          metrics: [
            makeMetric({
              metric: 'cpuMs',
              verdict: 'informational',

              reason: 'not run in pairs',
            }),
          ],
        }),
      ],
    }),
  },

  'eleven findings': {
    kind: 'comparison',
    by: 'check',
    comparison: makeComparison({
      verdict: 'regression',
      cases: [makeCompared({ metrics: manyMetrics(11) })],
    }),
  },

  'hostile names in a run': {
    kind: 'run',
    report: makeReport({
      id: HOSTILE,
      argv: [HOSTILE],
      environment: makeEnvironment({ cpuModel: HOSTILE }),
      results: [
        makeCase({
          scenario: HOSTILE,
          title: HOSTILE,
          parameters: { [HOSTILE]: 1, __proto__: 2 },
          summary: { [`recorded.${HOSTILE}`]: summaryOf(1) },
          labels: [{ label: HOSTILE, ...makeCounters(), firstAfterFalse: HOSTILE_CALL }],
          runs: [
            makeRun({
              outcome: {
                state: 'crashed',
                phase: 'run',
                exitCode: 1,
                signal: null,
                reason: HOSTILE,
                frames: [HOSTILE],
                stderrLines: [],
              },
              counters: { [HOSTILE]: makeCounters({ fullForMs: 4700 }) },
            }),
          ],
          expectations: [{ text: HOSTILE, passed: false }],
          warnings: [{ code: HOSTILE, message: HOSTILE }],
        }),
        makeCase({ scenario: HOSTILE, parameters: { [HOSTILE]: HOSTILE } }),
      ],
    }),
  },

  'hostile names in a comparison': {
    kind: 'comparison',
    by: 'check',
    comparison: makeComparison({
      verdict: 'regression',
      a: { ...makeComparison().a, label: HOSTILE },
      environmentDifferences: [{ field: HOSTILE, a: HOSTILE, b: HOSTILE }],
      cases: [
        makeCompared({
          scenario: HOSTILE,
          b: { parameters: { sink: HOSTILE }, parameterKinds: guessKinds({ sink: HOSTILE }), node: HOSTILE },
          metrics: [makeMetric({ metric: HOSTILE, verdict: 'regression', reason: HOSTILE })],
        }),
      ],
      missing: [makeMissing({ scenario: HOSTILE, reason: HOSTILE })],
      isComparable: false,
      reasons: [HOSTILE],
    }),
  },
};

const CASES = Object.entries(REPORTED);

describe.each(CASES)('%s', (name, reported) => {
  test.each(Object.entries(FORMATS))('is rendered as before: %s', async (format, [render, extension]) => {
    const file = `golden/reporters/${name.replaceAll(/\W+/g, '-')}.${format}.${extension}`;
    // A lone surrogate becomes another character in a file.
    const written = Buffer.from(`${render(reported)}\n`).toString();
    await expect(written).toMatchFileSnapshot(file);
  });

  test.each(Object.entries(FORMATS))('cannot control the program that prints it: %s', (format, [render]) => {
    for (const line of render(reported).split('\n')) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
      expect(line).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(line).not.toContain('##[');
      if (format !== 'github') expect(line).not.toMatch(/^\s*::/);
    }
  });

  test('is well-formed XML, whose suites count their cases', () => {
    const { name: root, children } = parseXml(renderJunit(reported));
    expect(root).toBe('testsuites');
    expect(children.length).toBeGreaterThan(0);
    for (const suite of children) {
      const cases = suite.children.filter((child) => child.name === 'testcase');
      const count = (element: string): number =>
        cases.filter((one) => one.children.some((child) => child.name === element)).length;
      expect(suite.attributes).toMatchObject({
        tests: String(cases.length),
        failures: String(count('failure')),
        errors: String(count('error')),
        skipped: String(count('skipped')),
      });
    }
  });

  test('is at most ten annotations, and nothing else', () => {
    const text = renderGithub(reported);
    const lines = text === '' ? [] : text.split('\n');
    expect(lines.length).toBeLessThanOrEqual(10);
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) title=[^:,]*::[^:]?/);
  });

  test('is the same data when parsed from JSON, with the version of its schema', () => {
    const data: unknown = JSON.parse(renderJson(reported));
    expect(data).toEqual(reported.kind === 'run' ? reported.report : reported.comparison);
    expect(data).toMatchObject({ schemaVersion: 1 });
  });

  test('has benchmarks in the format that Bencher accepts', () => {
    const benchmarks = JSON.parse(renderBencher(reported)) as Record<string, Record<string, object>>;
    for (const [benchmark, measures] of Object.entries(benchmarks)) {
      expect(benchmark.length).toBeLessThanOrEqual(1024);
      for (const [slug, metric] of Object.entries(measures)) {
        expect(slug).toMatch(/^[a-z\d]+(-[a-z\d]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(64);
        for (const [key, value] of Object.entries(metric)) {
          expect(['value', 'lower_value', 'upper_value']).toContain(key);
          expect(value).toBeTypeOf('number');
        }
      }
    }
  });

  test('has no duplicate name in the list of github-action-benchmark', () => {
    const entries = JSON.parse(renderGithubActionBenchmark(reported)) as { name: string; value: number }[];
    expect(new Set(entries.map(({ name: own }) => own)).size).toBe(entries.length);
    for (const { value } of entries) expect(value).toBeTypeOf('number');
  });
});

test('every row of a Markdown table has the same number of cells, whatever they contain', () => {
  for (const [, reported] of CASES) {
    const tables = renderMarkdown(reported).match(/(?:^\|.*\n?)+/gm) ?? [];
    for (const table of tables) {
      const rows = table.trimEnd().split('\n');
      const counts = rows.map((row) => row.match(/(?<!\\)(?:\\\\)*\|/g)?.length);
      expect(new Set(counts).size).toBe(1);
    }
  }
});

test('outside code, Markdown has only the tags that the reporter writes', () => {
  for (const [, reported] of CASES) {
    const prose = renderMarkdown(reported)
      .split('\n')
      .map((line) => line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, ''))
      .join('\n');
    const tags = [...prose.matchAll(/(?<!\\)<\/?[a-z!][^>]*>/gi)].map(([tag]) => tag);
    for (const tag of tags) expect(tag).toMatch(/^<\/?(details|details open|summary|code)>$/);
    expect(prose).not.toMatch(/@octocat|#1\b/);
  }
});

describe('a very large report', () => {
  const LIMIT_CHARACTERS = 60_000;
  const HUGE = 'x|`&<@#'.repeat(20_000);
  const huge: Reported = {
    kind: 'comparison',
    by: 'check',
    comparison: makeComparison({
      verdict: 'not-comparable',
      a: { ...makeComparison().a, label: HUGE },
      isComparable: false,
      reasons: Array.from({ length: 50 }, () => HUGE),
      environmentDifferences: [{ field: HUGE, a: HUGE, b: HUGE }],
      cases: [
        makeCompared({
          scenario: HUGE,
          metrics: [...manyMetrics(2000), makeMetric({ metric: HUGE, reason: HUGE })],
        }),
      ],
    }),
  };
  const many: Reported = {
    kind: 'comparison',
    by: 'check',
    comparison: makeComparison({
      verdict: 'regression',
      cases: Array.from({ length: 2000 }, (_, index) =>
        makeCompared({
          b: {
            parameters: { sink: `sink ${index}` },
            parameterKinds: { sink: 'choice' },
            node: '20.19.0',
          },
          metrics: [makeMetric({ verdict: 'regression' })],
        }),
      ),
    }),
  };

  test.each([
    ['with long texts', huge, 'not comparable'],
    ['with many findings', many, 'regression'],
  ])(
    '%s fits into a comment, the verdict first, and every part of it is closed',
    (_name, reported, verdict) => {
      const text = renderMarkdown(reported);
      expect(text.length).toBeLessThanOrEqual(LIMIT_CHARACTERS);
      expect(text).toMatch(new RegExp(`^## tidemark: ${verdict}\\n`));
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
      expect(text).toMatch(/^… and \d+ more$/m);
    },
  );

  test('with many findings fills a comment, and the rest is counted', () => {
    const text = renderMarkdown(many);
    expect(text.length).toBeGreaterThan(0.9 * LIMIT_CHARACTERS);
    const rowCount = text.split('\n').filter((line) => line.startsWith('| `')).length;
    expect(text).toContain(`… and ${2000 - rowCount} more`);
  });

  test.each([0, 100, 1000, 5000, 20_000])(
    'has the verdict, and whatever else fits into %i bytes',
    (maxBytes) => {
      const head = renderMarkdown(many, 0);
      expect(head).toMatch(
        /^## tidemark: regression\n\n2000 of 2000 cases failed \(checks: 2000 failed\)\n\nA is [^\n]*$/,
      );
      const text = renderMarkdown(many, maxBytes);
      expect(text.startsWith(head)).toBe(true);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(Math.max(maxBytes, Buffer.byteLength(head)));
    },
  );

  test('has no long annotation line', () => {
    const lines = renderGithub(huge).split('\n');
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(line.length).toBeLessThan(4 * KiB);
  });

  test('has its names cut for Bencher, and two such names stay distinct', () => {
    const results = ['a', 'b'].map((end) =>
      makeCase({ parameters: { query: HUGE + end }, summary: { drains: summaryOf(1) } }),
    );
    const names = benchmarkNames(results);
    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toHaveLength(1024);
  });
});

const benchmarkNames = (results: CaseResult[]): string[] =>
  Object.keys(JSON.parse(renderBencher({ kind: 'run', report: makeReport({ results }) })));

test('two versions of one Node major are two benchmarks, and a single one is named by its major', () => {
  const named = (...nodes: string[]): string[] =>
    benchmarkNames(nodes.map((node) => makeCase({ node, summary: { drains: summaryOf(1) } })));
  expect(named('20.19.0', '22.12.0')).toEqual(['ignore-drain (node=20)', 'ignore-drain (node=22)']);
  expect(named('20.19.0', '20.20.0')).toEqual(['ignore-drain (node=20.19.0)', 'ignore-drain (node=20.20.0)']);
});

describe('two scenarios with the same name', () => {
  const named = (file: string, bytes: number): CaseResult =>
    makeCase({
      scenario: 'upload',
      file,
      summary: { peakBufferedBytes: summaryOf(bytes, 1) },
      expectations: [{ text: 'all is delivered', passed: false }],
    });
  const reported: Reported = {
    kind: 'run',
    report: makeReport({ results: [named('one/upload.ts', 1), named('two/upload.ts', 2)] }),
  };

  test('are two benchmarks, each with its file', () => {
    expect(JSON.parse(renderBencher(reported))).toEqual({
      'upload (file=one/upload.ts, node=20)': { 'peak-buffered-bytes': { value: 1 } },
      'upload (file=two/upload.ts, node=20)': { 'peak-buffered-bytes': { value: 2 } },
    });
    const entries = JSON.parse(renderGithubActionBenchmark(reported)) as { name: string }[];
    expect(entries.map(({ name }) => name)).toEqual([
      'upload (file=one/upload.ts, node=20): peakBufferedBytes',
      'upload (file=two/upload.ts, node=20): peakBufferedBytes',
    ]);
  });

  test('are two benchmarks of a comparison, too', () => {
    const cases = ['one/upload.ts', 'two/upload.ts'].map((file) =>
      makeCompared({ scenario: 'upload', file }),
    );
    const benchmarks = JSON.parse(
      renderBencher({ kind: 'comparison', by: 'check', comparison: makeComparison({ cases }) }),
    ) as object;
    expect(Object.keys(benchmarks)).toEqual([
      'upload (file=one/upload.ts, sink=memory, node=20)',
      'upload (file=two/upload.ts, sink=memory, node=20)',
    ]);
  });

  test.each([
    ['junit', renderJunit],
    ['markdown', (one: Reported) => renderMarkdown(one)],
    ['github', renderGithub],
  ])('are shown with their paths: %s', (_format, render) => {
    const text = render(reported);
    expect(text).toContain('upload (one/upload.ts)');
    expect(text).toContain('upload (two/upload.ts)');
  });
});

test('a figure that a scenario records has the unit in its name', () => {
  const summary = { 'recorded.maxHeldBytes': summaryOf(5) };
  const comparisonTable = { metric: 'recorded.maxHeldBytes', rows: 'strategy' } as const;
  const results = [makeCase({ summary, comparisonTable })];
  const text = renderGithubActionBenchmark({ kind: 'run', report: makeReport({ results }) });
  expect(JSON.parse(text)).toMatchObject([{ unit: 'bytes', value: 5 }]);
});

test('a single run has a value, and no interval', () => {
  const results = [makeCase({ summary: { cpuMs: summaryOf(6, 1) } })];
  const reported: Reported = { kind: 'run', report: makeReport({ results }) };
  expect(JSON.parse(renderBencher(reported))).toEqual({
    'ignore-drain (node=20)': { 'cpu-ms': { value: 6 } },
  });
  expect(JSON.parse(renderGithubActionBenchmark(reported))).toEqual([
    { name: 'ignore-drain (node=20): cpuMs', unit: 'ms', value: 6, extra: 'Node 20.19.0\none run' },
  ]);
});

test('two figures with the same slug are two measures', () => {
  const summary = { 'recorded.aB': summaryOf(1), 'recorded.a-b': summaryOf(2) };
  const text = renderBencher({ kind: 'run', report: makeReport({ results: [makeCase({ summary })] }) });
  expect(JSON.parse(text)).toMatchObject({
    'ignore-drain (node=20)': { 'recorded-a-b': { value: 1 }, 'recorded-a-b-2': { value: 2 } },
  });
});

test('github-action-benchmark gets only figures of which less is better', () => {
  const summary = {
    throughputBytesPerSecond: summaryOf(1),
    bytesDelivered: summaryOf(2),
    drains: summaryOf(3),
    'recorded.operationsPerSecond': summaryOf(4),
    'recorded.maxHeldBytes': summaryOf(5),
    cpuMs: summaryOf(6),
  };
  const results = [makeCase({ summary, growth: makeGrowth({ metric: 'recorded.maxHeldBytes' }) })];
  const text = renderGithubActionBenchmark({ kind: 'run', report: makeReport({ results }) });
  const names = (JSON.parse(text) as { name: string }[]).map(({ name }) => name.replace(/^.*: /, ''));
  expect(names).toEqual(['recorded.maxHeldBytes', 'cpuMs', 'growth']);
});

describe('the XML parser of this test refuses what is not well-formed', () => {
  test.each([
    '<a>',
    '<a></b>',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
    '<a>&</a>',
    '<a>]]></a>',
    '<a>\u0001</a>',
    '<a/><b/>',
    'text',
  ])('%j', (document) => {
    expect(() => parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${document}`)).toThrow(SyntaxError);
  });
});
