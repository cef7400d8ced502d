/** One report of many shards: whatever was measured when, by whom and how often, it is the whole truth, or refused. */
import { describe, expect, test } from 'vitest';
import { assignShards } from '../plan/plan-shards.ts';
import { makeRandom, shuffle } from '../plan/random.ts';
import { unitKey } from '../plan/unit-key.ts';
import type { CaseResult, Report } from '../result.ts';
import { asMeasured, makeCase, makeEnvironment, makeReport, makeRun, REQUEST } from '../test/builders.ts';
import { mergeReports } from './merge-reports.ts';

const CASES = Array.from({ length: 12 }, (_, index) => ({
  scenario: `scenario-${index % 4}`,
  parameters: { chunkSize: 1024 * (index + 1) },
}));

/** What every machine counts of a case. */
const countedOf = (position: number): CaseResult =>
  makeCase({
    ...CASES[position],
    programHash: `hash-${position % 4}`,
    runs: [makeRun({ peakBufferedBytes: 1000 + position })],
  });

const UNSHARDED = makeReport({ results: asMeasured(CASES.map((_, position) => countedOf(position))) });

interface Attempt {
  readonly index: number;
  readonly total: number;
  /** Cases after this many were not measured. */
  readonly killedAfter?: number;
  /** Seconds after the first. */
  readonly second?: number;
  readonly change?: (report: Report) => Report;
}

function measure({ index, total, killedAfter = CASES.length, second = index, change }: Attempt): {
  report: Report;
  from: string;
} {
  const keys = CASES.map(unitKey);
  const shards = assignShards(
    keys.map((key) => ({ key })),
    total,
  );
  const cases = keys.map((key, position) => [key, shards[position] ?? 0] as const);
  const own = asMeasured(
    CASES.flatMap((_, position) => (shards[position] === index ? [countedOf(position)] : [])),
  );
  const startedAt = new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
  const report = makeReport({
    id: `${startedAt.slice(0, 19).replaceAll(':', '-')}-${index}${total}`,
    ...{ startedAt, finishedAt: startedAt, complete: own.length <= killedAfter },
    argv: ['run', '--all', '--shard', `${index}/${total}`],
    request: { ...REQUEST, shard: { index, total, cases } },
    environment: makeEnvironment({ cpuModel: `machine ${second}` }),
    results: own.slice(0, killedAfter),
  });
  return { report: change?.(report) ?? report, from: `shard-${index}-${second}` };
}

const measureAll = (total: number): { report: Report; from: string }[] =>
  Array.from({ length: total }, (_, position) => measure({ index: position + 1, total }));

/** Without what differs between machines. */
const counted = ({ results }: Report): unknown[] =>
  results.map(({ scenario, parameters, node, runs }) => ({
    ...{ scenario, parameters, node },
    buffered: runs.map(({ peakBufferedBytes }) => peakBufferedBytes),
  }));

const faultsOf = (reports: readonly { report: Report; from: string }[]): string[] => {
  const { faults, report } = mergeReports(reports);
  // Nothing that is wrong is ever complete.
  expect(report?.complete ?? false).toBe(false);
  return [...faults.foreign, ...faults.missing];
};

test('shards make the report that one machine would have made', () => {
  const { report, faults } = mergeReports(measureAll(3));
  expect(faults).toEqual({ foreign: [], missing: [] });
  expect(report?.complete).toBe(true);
  expect(counted(report as Report)).toEqual(counted(UNSHARDED));
  expect(report?.argv).toEqual(['run', '--all']);
  expect(report?.request).toEqual(REQUEST);
});

test('of 50 random schedules of kills, repetitions and orders, each gives all counted figures, or a refusal in words', () => {
  const outcomes = { whole: 0, refused: 0 };
  for (let seed = 0; seed < 50; seed += 1) {
    const random = makeRandom(seed);
    const upTo = (most: number): number => Math.floor(random() * most);
    const total = 1 + upTo(7);
    const attempts = Array.from({ length: total }, (_, position) => position + 1).flatMap((index) =>
      Array.from({ length: 1 + upTo(3) }, (_, attempt) =>
        measure({
          ...{ index, total, second: 100 * attempt + index },
          // At least one attempt in three is cut short, whichever it is.
          ...(upTo(3) === 0 && { killedAfter: upTo(3) }),
        }),
      ),
    );
    const lost = upTo(4) === 0 ? 1 + upTo(total) : undefined;
    const found = attempts.filter(({ report }) => report.request.shard?.index !== lost);
    const merged = mergeReports(shuffle([...found, ...found.slice(0, upTo(found.length))], random));
    const again = mergeReports(shuffle(found, random));
    expect(JSON.stringify(again.report)).toBe(JSON.stringify(merged.report));
    const isWhole = Array.from({ length: total }, (_, position) => position + 1).every((index) =>
      found.some(({ report }) => report.complete && report.request.shard?.index === index),
    );
    if (isWhole) {
      outcomes.whole += 1;
      expect(counted(merged.report as Report)).toEqual(counted(UNSHARDED));
    } else {
      outcomes.refused += 1;
      expect(merged.report?.complete ?? false).toBe(false);
      expect(merged.faults.missing.join()).toMatch(/is missing: |lacks |was interrupted|there is no report/);
    }
  }
  expect(Math.min(outcomes.whole, outcomes.refused)).toBeGreaterThan(5);
});

test('a merged report can be merged: twice, or with what was missing', () => {
  const [first, second, third] = measureAll(3) as [Merge, Merge, Merge];
  const whole = mergeReports([first, second, third]).report as Report;
  const partial = mergeReports([third, first]).report as Report;
  expect(partial.complete).toBe(false);
  const from = 'merged';
  for (const reports of [
    [{ report: whole, from }],
    [{ report: whole, from }, second],
    [second, { report: partial, from }],
  ])
    expect(mergeReports(reports).report).toEqual(whole);
});

type Merge = ReturnType<typeof measure>;

test('of two attempts at a shard the newer complete one counts, and that is said', () => {
  const [first, second] = measureAll(2) as [Merge, Merge];
  const again = measure({ index: 1, total: 2, second: 50 });
  const cut = measure({ index: 1, total: 2, second: 60, killedAfter: 1 });
  const { report, remarks } = mergeReports([cut, first, again, second]);
  expect(report?.merged?.invocations.map(({ environment }) => environment.cpuModel)).toEqual([
    'machine 50',
    'machine 2',
  ]);
  expect(remarks).toHaveLength(2);
  expect(remarks[0]).toContain('was measured again: shard-1-50 counts');
});

describe('refused, with the list, is', () => {
  test('what is missing: a shard, and a case of one', () => {
    const [first, second, third] = measureAll(3) as [Merge, Merge, Merge];
    expect(faultsOf([first, third])[0]).toMatch(/^shard 2 of 3 is missing: scenario-\d, chunkSize=\d+; /);
    const cut = measure({ index: 2, total: 3, killedAfter: 1 });
    expect(faultsOf([first, cut, third])[0]).toMatch(/^shard 2 of 3 \(shard-2-2\) lacks scenario-/);
    const stopped = { ...second, report: { ...second.report, complete: false } };
    expect(faultsOf([first, stopped, third])).toEqual([
      'shard 2 of 3 (shard-2-2) was interrupted: some of its runs are missing',
    ]);
  });

  test('a shard of another plan: of another division, or of other cases', () => {
    const [first] = measureAll(3) as [Merge];
    expect(faultsOf([first, ...measureAll(2).slice(1)]).join('\n')).toContain('is of another plan');
    const other = measure({
      index: 2,
      total: 3,
      change: (report) => withCases(report, CASES.slice(1).map(unitKey)),
    });
    expect(faultsOf([first, other, ...measureAll(3).slice(2)]).join('\n')).toContain('is of another plan');
  });

  test('another program, version of tidemark, and request', () => {
    const [first, , third] = measureAll(3) as [Merge, Merge, Merge];
    const changed = (change: NonNullable<Attempt['change']>): string[] =>
      faultsOf([first, measure({ index: 2, total: 3, change }), third]);
    expect(
      changed((report) => ({
        ...report,
        results: report.results.map((result) => ({ ...result, programHash: 'edited' })),
      }))[0],
    ).toMatch(/^scenario-\d is another program in shard/);
    expect(changed((report) => ({ ...report, tool: { name: 'tidemark', version: '9.9.9' } }))).toEqual([
      'shard 2 of 3 (shard-2-2) was measured by tidemark 9.9.9, shard 1 of 3 (shard-1-1) by 0.1.0',
    ]);
    expect(changed((report) => ({ ...report, request: { ...report.request, stableRuns: 7 } }))).toEqual([
      'shard 2 of 3 (shard-2-2) was measured with other options than shard 1 of 3 (shard-1-1): stableRuns',
    ]);
  });

  test('a case twice, and one that its plan gives to another shard', () => {
    const [first, , third] = measureAll(3) as [Merge, Merge, Merge];
    const own = first.report.results[0] as CaseResult;
    const greedy = measure({
      ...{ index: 2, total: 3 },
      change: (report) => ({ ...report, results: [...report.results, own] }),
    });
    const faults = faultsOf([first, greedy, third]).join('\n');
    expect(faults).toMatch(
      /scenario-\d, chunkSize=\d+ on Node [\d.]+ is in shard 1 of 3 .* and in shard 2 of 3/,
    );
    expect(faults).toContain('has a case that is not its own: scenario-');
  });

  test('a counted figure that two attempts do not agree in', () => {
    const [first, second] = measureAll(2) as [Merge, Merge];
    const other = measure({
      ...{ index: 1, total: 2, second: 50 },
      change: (report) => ({
        ...report,
        results: report.results.map((result) => ({
          ...result,
          runs: result.runs.map((run) => ({ ...run, peakBufferedBytes: 5 })),
        })),
      }),
    });
    expect(faultsOf([first, second, other])[0]).toMatch(
      /: peakBufferedBytes is 10\d\d in shard 1 of 2 \(shard-1-1\), and 5 in shard 1 of 2 \(shard-1-50\)$/,
    );
  });
});

test('reports of several Nodes are one, with each case on each Node', () => {
  const onNode = (node: string, second: number): Merge => ({
    report: {
      ...UNSHARDED,
      ...{ id: `id-${node}`, startedAt: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString() },
      environment: makeEnvironment({ node, nodes: [{ ...makeEnvironment(), node }] }),
      results: UNSHARDED.results.map((result) => ({ ...result, node })),
    },
    from: node,
  });
  const { report, faults } = mergeReports([onNode('24.1.0', 1), onNode('20.2.0', 2), onNode('22.3.0', 3)]);
  expect(faults).toEqual({ foreign: [], missing: [] });
  expect(report?.results).toHaveLength(3 * CASES.length);
  expect(report?.environment.nodes.map(({ node }) => node)).toEqual(['20.2.0', '22.3.0', '24.1.0']);
});

const withCases = (report: Report, keys: readonly string[]): Report => ({
  ...report,
  request: {
    ...report.request,
    shard: { index: 2, total: 3, cases: keys.map((key, position) => [key, (position % 3) + 1]) },
  },
});

test('a plan that is named like a property of every object is of no cases', () => {
  const { report } = mergeReports(measureAll(2));
  const [first] = report?.merged?.invocations ?? [];
  const hostile = { ...report, merged: { plans: {}, invocations: [{ ...first, plan: 'constructor' }] } };
  expect(faultsOf([{ report: hostile as Report, from: 'hostile' }])).not.toEqual([]);
});
