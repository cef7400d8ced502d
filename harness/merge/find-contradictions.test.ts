/** A report that was edited, cut or joined by hand is refused, whatever its exit code would have been. */
import { expect, test } from 'vitest';
import { unitKey } from '../plan/unit-key.ts';
import type { CaseResult, Report } from '../result.ts';
import { asMeasured, makeCase, makeEnvironment, makeReport, makeRun } from '../test/builders.ts';
import { findCopies } from './find-contradictions.ts';
import { mergeReports } from './merge-reports.ts';
import { partsOf } from './parts.ts';

const CHECK = { text: 'all bytes are delivered', passed: false };

const makeResult = (scenario: string): CaseResult =>
  makeCase({
    scenario,
    parameters: { volume: 1024, chunkSize: 16 },
    parameterKinds: { volume: 'volume', chunkSize: 'bytes' },
    runs: [makeRun({ checks: [CHECK] }), makeRun({ checks: [{ ...CHECK, passed: true }] })],
    expectations: [CHECK],
  });

const RESULTS = asMeasured([makeResult('one'), makeResult('two')]) as [CaseResult, CaseResult];
const GOOD = makeReport({
  environment: makeEnvironment({ nodes: [{ ...makeEnvironment(), node: '20.19.0' }] }),
  results: RESULTS,
});

const foreignIn = (...reports: Report[]): readonly string[] => {
  const { report, faults } = mergeReports(
    reports.map((one, n) => ({ report: one, from: `${n}/report.json` })),
  );
  expect(report === undefined).toBe(faults.foreign.length > 0);
  return faults.foreign;
};

const [one, two] = RESULTS;
const withOne = (change: Partial<CaseResult>): Partial<Report> => ({ results: [{ ...one, ...change }, two] });
const changeRuns = (change: (run: CaseResult['runs'][number]) => object): Partial<Report> =>
  withOne({ runs: one.runs.map((run) => ({ ...run, ...change(run) })) });
const planOf = (...keys: string[]): Partial<Report> => ({
  request: { ...GOOD.request, shard: { index: 1, total: 1, cases: keys.map((key) => [key, 1] as const) } },
});

test('a report as it was written is not refused, growth runs at other volumes included', () => {
  expect(foreignIn(GOOD)).toEqual([]);
  const growth = makeRun({ kind: 'growth', index: 4, parameters: { volume: 2048, chunkSize: 16 } });
  expect(foreignIn({ ...GOOD, ...withOne({ runs: [...one.runs, growth] }) })).toEqual([]);
  expect(foreignIn({ ...GOOD, results: [] })).toEqual([]);
});

test('checks by memory that is not true, as of Bun, are not judged, and only where that is said', () => {
  const notJudged = 'the scenario reads process.memoryUsage(), which is not true in this runtime';
  const expectations = [{ text: CHECK.text, notJudged }];
  const warnings = [{ code: 'false-memory-read', message: '' }];
  expect(foreignIn({ ...GOOD, ...withOne({ expectations, warnings }) })).toEqual([]);
  expect(foreignIn({ ...GOOD, ...withOne({ expectations }) })[0]).toContain('its expectations do not');
  expect(foreignIn({ ...GOOD, ...withOne({ warnings }) })[0]).toContain('its expectations do not');
});

test.each([
  ['finished before it was started', { finishedAt: '1970-01-01T00:00:00.000Z' }, /finished at 1970.*before/],
  [
    'of an A/B comparison, and of neither side',
    { request: { ...GOOD.request, command: 'ab' as const } },
    /A\/B/,
  ],
  [
    'with a plan that has a case twice',
    planOf(unitKey(one), unitKey(two), unitKey(two)),
    /plan has two, .*twice/,
  ],
  ['with two runs of one number', changeRuns(() => ({ index: 0 })), /two of its runs have the same number/],
  ['with a run too few', withOne({ runs: one.runs.slice(1) }), /numbers of its runs are missing/],
  [
    'with a case of another Node',
    withOne({ node: '20.18.0' }),
    /one, .*: it was not measured by Node 20\.18\.0/,
  ],
  [
    'with a run at another volume',
    changeRuns(() => ({ parameters: { volume: 1, chunkSize: 16 } })),
    /other parameters/,
  ],
  [
    'with a growth run of another chunk size',
    changeRuns(() => ({ kind: 'growth', parameters: { volume: 1, chunkSize: 17 } })),
    /other parameters/,
  ],
  [
    'with an expectation that its runs contradict',
    withOne({ expectations: [{ ...CHECK, passed: true }] }),
    /failed/,
  ],
  [
    'without an expectation that its runs judge',
    withOne({ expectations: [] }),
    /'all bytes are delivered' has failed/,
  ],
])('refused is a report %s', (_what, change: Partial<Report>, message) => {
  expect(foreignIn({ ...GOOD, ...change }).join('\n')).toMatch(message);
});

test('a case without a run is missing, though the report is said to be complete', () => {
  const { faults, report } = mergeReports([
    { report: { ...GOOD, results: [one, { ...two, runs: [], expectations: [] }] }, from: 'r' },
  ]);
  expect(faults.missing).toEqual(['r lacks two, chunkSize=16, volume=1024']);
  expect(report?.complete).toBe(false);
});

test('results of a merged report that none of its invocations has measured are not lost', () => {
  const merged = mergeReports([{ report: GOOD, from: 'r' }]).report as Report;
  const [first, second] = merged.results as [CaseResult, CaseResult];
  const strayed = { ...merged, results: [first, { ...second, invocation: 'nobody' }] };
  expect(foreignIn(strayed).join('\n')).toContain('no invocation of it has measured two, chunkSize=16');
});

test('two shards with one id are refused', () => {
  const cases = RESULTS.map((result, n) => [unitKey(result), n + 1] as const);
  const shards = [one, two].map((result, n) => ({
    ...GOOD,
    results: asMeasured([result]),
    request: { ...GOOD.request, shard: { index: n + 1, total: 2, cases } },
  }));
  expect(foreignIn(...shards).join('\n')).toMatch(
    /shard 2 of 2 .* has the id of shard 1 of 2 .*: one was copied/,
  );
});

test('a side that was made of the other one is known by the numbers of its runs', () => {
  const side = (name: 'a' | 'b', results: readonly CaseResult[]) =>
    partsOf({ report: { ...GOOD, side: { name, label: name }, results: [...results] }, from: name });
  expect(findCopies({ a: side('a', [one]), b: side('b', [two]) })).toEqual([]);
  expect(findCopies({ a: side('a', [one]), b: side('b', [one]) })).toEqual([
    'b has runs that a, its other side, has: one was copied',
  ]);
});

test('several commits, and several builds of one Node, are said', () => {
  const onMachine = (id: string, commit: string, node: string, scenario: CaseResult): Report => ({
    ...GOOD,
    id,
    environment: makeEnvironment({
      ...{ node, gitCommit: commit, nodes: [{ ...makeEnvironment(), node, v8: `v8 of ${node}` }] },
    }),
    request: {
      ...GOOD.request,
      shard: {
        index: id === 'x' ? 1 : 2,
        total: 2,
        cases: RESULTS.map((r, n) => [unitKey(r), n + 1] as const),
      },
    },
    results: asMeasured([{ ...scenario, node }]),
  });
  const { remarks, faults } = mergeReports([
    { report: onMachine('x', 'a'.repeat(40), '20.19.0', one), from: 'x' },
    { report: onMachine('y', 'b'.repeat(40), '20.20.2', two), from: 'y' },
  ]);
  expect(faults.foreign).toEqual([]);
  expect(remarks).toEqual([
    'the shards were measured at several commits: aaaaaaaaaaaa (shard 1 of 2 (x)); bbbbbbbbbbbb (shard 2 of 2 (y))',
    'Node 20 is of several builds: 20.19.0 with V8 v8 of 20.19.0 (shard 1 of 2 (x)); 20.20.2 with V8 v8 of 20.20.2 (shard 2 of 2 (y))',
  ]);
});
