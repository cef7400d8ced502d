/** Random schedules of kills, resumptions, repetitions and orders, against what one machine would have measured. */
import { expect, test } from 'vitest';
import { makeRandom, shuffle } from '../plan/random.ts';
import { unitKey } from '../plan/unit-key.ts';
import type { CaseResult, Report } from '../result.ts';
import type { PlannedCase } from '../shards/shard.ts';
import { validateReport } from '../store/validate-report.ts';
import {
  asMeasured,
  makeCase,
  makeCounters,
  makeEnvironment,
  makeReport,
  makeRun,
} from '../test/builders.ts';
import { mergeReports } from './merge-reports.ts';
import type { ReadReport } from './parts.ts';
import { makeSharing } from './share-equal.ts';

const SCHEDULES = 50;
const MAX_SHARDS = 7;

type Random = () => number;
const upTo = (random: Random, limit: number): number => Math.floor(random() * limit);

interface Plan {
  readonly total: number;
  readonly cases: readonly PlannedCase[];
  /** As one machine would have measured them, in the order of the plan. */
  readonly unsharded: readonly CaseResult[];
}

/** What is counted follows from the case alone; time differs with each machine and attempt. */
function measureCase(position: number, node: string, wallMs: number): CaseResult {
  const counters = makeCounters({ peakBufferedBytes: position * 1024, writesAfterFalse: position % 3 });
  const run = (index: number) =>
    makeRun({
      ...{ index, wallMs: wallMs + index, durationMs: wallMs / 2, bytesDelivered: position * 4096 },
      ...{ peakBufferedBytes: position * 1024, counters: { sink: counters } },
    });
  return makeCase({
    ...{ scenario: `scenario-${position % 5}`, parameters: { volume: position }, node },
    ...{ programHash: `hash of ${position % 5}`, runs: [run(0), run(1), run(2)] },
  });
}

function makePlan(random: Random): Plan {
  const total = 1 + upTo(random, MAX_SHARDS);
  const nodes = ['20.19.0', '24.1.0'].slice(0, 1 + upTo(random, 2));
  const positions = Array.from({ length: upTo(random, 30) }, (_, position) => position);
  const unsharded = positions.flatMap((position) => nodes.map((node) => measureCase(position, node, 100)));
  const keys = [...new Set(unsharded.map(unitKey))];
  return { total, unsharded, cases: keys.map((key) => [key, 1 + upTo(random, total)] as const) };
}

/** The report of one machine about its shard. */
function measureShard({ total, cases, unsharded }: Plan, index: number, attempt: number): Report {
  const wallMs = 100 + 10 * index + attempt;
  const mine = new Set(cases.filter(([, shard]) => shard === index).map(([key]) => key));
  const base = makeReport();
  return makeReport({
    id: `2026-01-02T03-04-05-${index}${attempt}`,
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, attempt)).toISOString(),
    seed: 10 * index + attempt,
    environment: makeEnvironment({
      cpuModel: `processor ${index}`,
      nodes: [...new Set(unsharded.map(({ node }) => node))].map((node) => ({
        ...base.environment,
        ...{ node, nodes: undefined },
      })),
    }),
    request: { ...base.request, shard: { index, total, cases } },
    results: asMeasured(unsharded.filter((result) => mine.has(unitKey(result)))).map((result) => ({
      ...result,
      runs: result.runs.map((run) => ({ ...run, wallMs })),
    })),
  });
}

/** What a machine leaves that is interrupted. */
function cut(report: Report, random: Random): Report {
  const kept = report.results.slice(0, upTo(random, report.results.length + 1));
  const last = kept.at(-1);
  const results = last === undefined ? [] : [...kept.slice(0, -1), { ...last, runs: last.runs.slice(0, 1) }];
  return { ...report, complete: false, finishedAt: report.startedAt, results };
}

/** By JSON, as a file brings it. */
const read = (report: Report, from: string): ReadReport => {
  const stored = JSON.parse(JSON.stringify(report)) as Report;
  validateReport(stored);
  return { report: stored, from };
};

interface Schedule {
  readonly reports: readonly ReadReport[];
  /** Shards of which some attempt was complete. */
  readonly finished: ReadonlySet<number>;
}

/** Each shard is attempted up to twice, killed at random, perhaps resumed, and each report handed over up to twice. */
function drawSchedule(plan: Plan, random: Random): Schedule {
  const reports: ReadReport[] = [];
  const finished = new Set<number>();
  const hand = (report: Report): void => {
    for (let copy = 0; copy <= upTo(random, 2); copy += 1)
      reports.push(read(report, `${report.id}-${reports.length}`));
  };
  for (let index = 1; index <= plan.total; index += 1) {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const whole = measureShard(plan, index, attempt);
      const fate = random();
      if (fate < 0.15) continue;
      const isKilled = fate < 0.5;
      const isResumed = isKilled && random() < 0.4;
      if (isKilled) hand(cut(whole, random));
      if (isKilled && !isResumed) continue;
      hand(whole);
      finished.add(index);
    }
  }
  return { reports: shuffle(reports, random), finished };
}

/** Without what says where a result is from, when it was measured, and how long it took. */
const countedOf = (results: readonly CaseResult[]): unknown =>
  results.map(({ invocation: _, runs, ...result }) => ({
    ...result,
    runs: runs.map(({ wallMs: _wall, durationMs: _duration, index: _, parameters: _all, ...run }) => run),
  }));

function mergeSome(reports: readonly ReadReport[], random: Random): ReadReport[] {
  const [some, others] = [reports.slice(0, reports.length / 2), reports.slice(reports.length / 2)];
  const { report } = mergeReports(some);
  return shuffle([...(report === undefined ? some : [read(report, 'merged')]), ...others], random);
}

test(`${SCHEDULES} random schedules give the counted figures of one machine, or say which shards are missing`, () => {
  let wholes = 0;
  for (let seed = 1; seed <= SCHEDULES; seed += 1) {
    const random = makeRandom(seed);
    const plan = makePlan(random);
    const { reports, finished } = drawSchedule(plan, random);
    if (reports.length === 0) continue;
    const { report, faults } = mergeReports(reports);
    expect(faults.foreign, `schedule ${seed}`).toEqual([]);
    const unfinished = Array.from({ length: plan.total }, (_, position) => position + 1).filter(
      (index) => !finished.has(index),
    );
    const named = faults.missing.map((fault) => Number(/^shard (\d+) of/.exec(fault)?.[1]));
    expect([...new Set(named)], `schedule ${seed}`).toEqual(unfinished);
    expect(report?.complete, `schedule ${seed}`).toBe(unfinished.length === 0);
    if (report === undefined || unfinished.length > 0) continue;
    wholes += 1;
    expect(countedOf(report.results), `schedule ${seed}`).toEqual(countedOf(plan.unsharded));
    validateReport(JSON.parse(JSON.stringify(report)) as Report);
  }
  // Neither of the two answers is the only one that was tried.
  expect(wholes).toBeGreaterThan(10);
  expect(wholes).toBeLessThan(SCHEDULES - 10);
});

test('the order, repetitions and merging in between do not change the merged report', () => {
  for (let seed = 1; seed <= SCHEDULES; seed += 1) {
    const random = makeRandom(seed);
    const { reports } = drawSchedule(makePlan(random), random);
    const { report } = mergeReports(reports);
    expect(mergeReports(shuffle(reports, random)).report, `schedule ${seed}`).toEqual(report);
    expect(mergeReports(mergeSome(reports, random)).report, `schedule ${seed}`).toEqual(report);
    if (report === undefined) continue;
    expect(mergeReports([read(report, 'merged')]).report, `schedule ${seed}`).toEqual(report);
    expect(mergeReports([...reports, read(report, 'merged')]).report, `schedule ${seed}`).toEqual(report);
  }
});

test('the runs of a case are those of one attempt on one machine', () => {
  for (let seed = 1; seed <= SCHEDULES; seed += 1) {
    const random = makeRandom(seed);
    const { reports } = drawSchedule(makePlan(random), random);
    const { report } = mergeReports(reports);
    for (const { invocation, runs } of report?.results ?? []) {
      const [index = 0, attempt = 0] = (invocation ?? '').slice(-2).split('').map(Number);
      expect(runs.map(({ wallMs }) => wallMs)).toEqual(runs.map(() => 100 + 10 * index + attempt));
      const of = report?.merged?.invocations.find(({ id }) => id === invocation);
      expect(of?.environment.cpuModel).toBe(`processor ${index}`);
    }
  }
});

const RESULT = measureCase(3, '20.19.0', 100);
const PLAN: Plan = {
  total: 2,
  unsharded: [RESULT, measureCase(4, '20.19.0', 100)],
  cases: [
    [unitKey(RESULT), 1],
    [unitKey(measureCase(4, '20.19.0', 100)), 2],
  ],
};

test('two different reports that both say that they are one invocation are refused', () => {
  const one = measureShard(PLAN, 1, 0);
  const changed = {
    ...one,
    results: one.results.map((result) => ({
      ...result,
      runs: result.runs.map((run) => ({ ...run, wallMs: 1 })),
    })),
  };
  const two = measureShard(PLAN, 2, 0);
  for (const order of [
    [one, changed],
    [changed, one],
  ]) {
    const { report, faults } = mergeReports([...order, two].map((each, at) => read(each, `${at}`)));
    expect(report).toBeUndefined();
    expect(faults.foreign.join('\n')).toMatch(
      /shard 1 of 2 \([01]\) and shard 1 of 2 \([01]\) have the same id, /,
    );
  }
});

test('the cases of a plan are retained once, however many shards list them', () => {
  const { plan: sharePlan } = makeSharing();
  const [one, two] = [1, 2].map((index) => sharePlan(read(measureShard(PLAN, index, 0), '').report));
  expect(two?.request.shard?.cases).toBe(one?.request.shard?.cases);
  const other = sharePlan(read(measureShard({ ...PLAN, cases: PLAN.cases.slice(1) }, 2, 0), '').report);
  expect(other.request.shard?.cases).toEqual(PLAN.cases.slice(1));
});

test('a run keeps all its words, those that another run has as well once', () => {
  const { run } = makeSharing();
  const parameters = { volume: 1024 };
  const checks = [{ text: 'all bytes are delivered', passed: true }];
  const [none, some] = [
    { count: 0, ms: 0 },
    { count: 2, ms: 1.5 },
  ];
  const gc = { minor: some, major: none, incremental: none, weakCallbacks: { count: 0, ms: 0.1 } };
  const first = makeRun({ parameters, gc, checks: structuredClone(checks) });
  const second = makeRun({ index: 1, parameters: { volume: 2048 }, checks: structuredClone(checks) });
  const failed = makeRun({ index: 2, outcome: { state: 'timed-out', afterMs: 1, phase: 'run' }, parameters });
  const shared = [first, second, failed].map((each) => run(structuredClone(each), parameters));
  expect(shared).toEqual([first, second, failed]);
  expect(shared[1]?.checks).toBe(shared[0]?.checks);
  expect(shared[0]?.parameters).toBe(parameters);
  expect(shared[0]?.gc?.major).toBe(shared[0]?.gc?.incremental);
});
