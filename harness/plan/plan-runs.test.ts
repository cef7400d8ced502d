import { expect, test } from 'vitest';
import { bytes, KiB, MiB, volume } from '../scenario.ts';
import { makeScenario } from '../test/builders.ts';
import {
  countRuns,
  type PlannedRun,
  planFreshRuns,
  planGrowthRuns,
  planRun,
  planRuns,
  type Subject,
} from './plan-runs.ts';
import { makeRandom } from './random.ts';

const makeSubject = (highWaterMark: number, execPath = '/usr/bin/node'): Subject => ({
  case: {
    scenario: makeScenario({ parameters: { highWaterMark: bytes([1]), volume: volume(1 * MiB) } }),
    parameters: { highWaterMark, volume: 1 * MiB },
  },
  execPath,
  node: '20.19.0',
});

const SUBJECTS = [
  makeSubject(16 * KiB),
  makeSubject(64 * KiB),
  makeSubject(64 * KiB, '/opt/node22/bin/node'),
];
const COUNTS = { measureRuns: 3, profileRuns: 1, stableRuns: 2 };

const keysOf = (runs: readonly PlannedRun[]): string[] => runs.map(({ key }) => key);
const planWith = (seed: number): string[] => keysOf(planRuns(SUBJECTS, COUNTS, makeRandom(seed)));

test('a case gets as many runs as are requested, and those of the rule for its scenario otherwise', () => {
  const nothing = { measureRuns: undefined, profileRuns: undefined, stableRuns: 0 };
  const comparing = makeScenario({ comparisonTable: { metric: 'peakBufferedBytes', rows: 'highWaterMark' } });
  expect(countRuns(makeScenario(), nothing)).toEqual({ measureRuns: 3, profileRuns: 1, stableRuns: 0 });
  expect(countRuns(comparing, nothing)).toEqual({ measureRuns: 5, profileRuns: 0, stableRuns: 0 });
  const profiled = { ...nothing, profileRuns: 1 };
  expect(countRuns(comparing, profiled)).toEqual({ measureRuns: 5, profileRuns: 1, stableRuns: 0 });
  const counts = { measureRuns: 1, profileRuns: 0, stableRuns: 10 };
  expect(countRuns(makeScenario(), counts)).toEqual(counts);
});

test('every subject gets its runs of each kind, and no two runs have the same key', () => {
  const runs = planRuns(SUBJECTS, COUNTS, makeRandom(1));
  expect(runs).toHaveLength(3 * (3 + 1 + 2));
  expect(new Set(keysOf(runs)).size).toBe(runs.length);
  for (const subject of SUBJECTS) {
    const own = runs.filter((run) => run.subject === subject);
    expect(own.filter(({ kind }) => kind === 'measure')).toHaveLength(3);
    expect(own.filter(({ kind }) => kind === 'profile')).toHaveLength(1);
    expect(own.filter(({ kind }) => kind === 'stable')).toHaveLength(2);
    expect(own.every(({ parameters }) => parameters === subject.case.parameters)).toBe(true);
  }
});

test('measure runs are not sampled; stable ones each millisecond, with the flag that stabilises them', () => {
  const how = {
    measure: { isSampled: false, flags: [], sampleIntervalMs: undefined },
    profile: { isSampled: true, flags: [], sampleIntervalMs: undefined },
    stable: { isSampled: true, flags: ['--single-threaded-gc'], sampleIntervalMs: 1 },
  };
  for (const { kind, isSampled, flags, sampleIntervalMs, rounds } of planRuns(
    SUBJECTS,
    COUNTS,
    makeRandom(1),
  ))
    expect({ isSampled, flags, sampleIntervalMs, rounds }).toEqual({
      ...how[kind as keyof typeof how],
      rounds: 1,
    });
});

test('a fresh batch of stable runs is distinguished from the first', () => {
  const [subject = makeSubject(1)] = SUBJECTS;
  const fresh = planFreshRuns(subject, 3);
  expect(fresh.map(({ pairing }) => pairing)).toEqual([0, 1, 2].map((pair) => ({ pair, of: 3, batch: 2 })));
  const first = planRuns([subject], COUNTS, makeRandom(1));
  expect(new Set(keysOf([...first, ...fresh])).size).toBe(first.length + 3);
  expect(fresh[0]).toMatchObject({ kind: 'stable', isSampled: true, sampleIntervalMs: 1 });
});

test('the order is drawn from the seed, over all subjects together', () => {
  expect(planWith(1)).toEqual(planWith(1));
  expect(planWith(2)).not.toEqual(planWith(1));
  expect([...planWith(2)].sort()).toEqual([...planWith(1)].sort());
  // Not subject by subject: that would be 3! * 6!^3 of the 18! orders, one in 2.8 million.
  const order = planRuns(SUBJECTS, COUNTS, makeRandom(1)).map(({ subject }) => subject);
  const changes = order.filter((subject, index) => index > 0 && subject !== order[index - 1]);
  expect(changes.length).toBeGreaterThan(2);
});

test('a run has the same key in another invocation that requests more runs', () => {
  const more = planRuns(SUBJECTS, { measureRuns: 5, profileRuns: 1, stableRuns: 3 }, makeRandom(9));
  expect(new Set(keysOf(more))).toEqual(new Set([...keysOf(more), ...planWith(1)]));
});

test('a run of another program, or on another Node, has another key', () => {
  const subject = makeSubject(1);
  const edited = { ...subject.case.scenario, programHash: 'fedcba9876543210' };
  const variants: Subject[] = [
    subject,
    { ...subject, case: { ...subject.case, scenario: edited } },
    { ...subject, node: '99.0.0' },
    { ...subject, execPath: '/elsewhere/node' },
  ];
  expect(new Set(variants.map((each) => planRun(each, 'measure', 0).key)).size).toBe(variants.length);
});

test('growth gets a run for each volume, with everything else as in the case', () => {
  const [subject = makeSubject(1)] = SUBJECTS;
  const flags = ['--single-threaded-gc'];
  const volumesBytes = [1, 2, 4, 8].map((step) => step * KiB);
  const runs = planGrowthRuns(
    subject,
    { volumeName: 'volume', volumesBytes, smallestRounds: 4, flags },
    makeRandom(1),
  );
  expect(runs.map(({ parameters }) => Number(parameters.volume)).sort((a, b) => a - b)).toEqual(volumesBytes);
  for (const run of runs) {
    const rounds = run.parameters.volume === KiB ? 4 : 1;
    const own = { readsLiveMemory: true, rounds, flags };
    expect(run).toMatchObject({ kind: 'growth', subject, parameters: { highWaterMark: 16 * KiB }, ...own });
  }
  expect(new Set(keysOf(runs)).size).toBe(4);
});

test('growth runs of another runtime do not read live memory, which it does not report', () => {
  const runtime = { name: 'Bun', version: '1.4.5', node: '26.3.0' } as const;
  const subject = { ...makeSubject(1), runtime };
  const growth = { volumeName: 'volume', volumesBytes: [1, 2], smallestRounds: 1, flags: [] };
  const runs = planGrowthRuns(subject, growth, makeRandom(1));
  expect(runs.map(({ readsLiveMemory, isSampled }) => [readsLiveMemory, isSampled])).toEqual([
    [false, false],
    [false, false],
  ]);
});

test('every run of a scenario gets the flags that it needs, before those of its kind', () => {
  const needs = { nodeFlags: ['--expose-internals'] };
  const subject = {
    case: { scenario: makeScenario({ needs }), parameters: {} },
    execPath: 'node',
    node: '26.0.0',
  };
  const runs = planRuns([subject], { measureRuns: 1, profileRuns: 1, stableRuns: 1 }, () => 0.5);
  expect(new Set(runs.map(({ kind, flags }) => `${kind} ${flags.join(' ')}`))).toEqual(
    new Set([
      'measure --expose-internals',
      'profile --expose-internals',
      'stable --expose-internals --single-threaded-gc',
    ]),
  );
});
