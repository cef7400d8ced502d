import { expect, test } from 'vitest';
import { bytes, KiB, MiB, volume } from '../scenario.ts';
import { makeScenario } from '../test/hand-made.ts';
import { countRuns, type PlannedRun, planGrowthRuns, planRuns, type Subject } from './plan-runs.ts';
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
const COUNTS = { measureRuns: 3, profileRuns: 1 };

const keysOf = (runs: readonly PlannedRun[]): string[] => runs.map(({ key }) => key);
const planWith = (seed: number): string[] => keysOf(planRuns(SUBJECTS, COUNTS, makeRandom(seed)));

test('a case gets as many runs as are asked for, and those of the rule for its scenario otherwise', () => {
  const nothing = { measureRuns: undefined, profileRuns: undefined };
  const comparing = makeScenario({ comparison: { of: 'peakBufferedBytes', rows: 'highWaterMark' } });
  expect(countRuns(makeScenario(), nothing)).toEqual({ measureRuns: 3, profileRuns: 1 });
  expect(countRuns(comparing, nothing)).toEqual({ measureRuns: 5, profileRuns: 0 });
  expect(countRuns(comparing, { ...nothing, profileRuns: 1 })).toEqual({ measureRuns: 5, profileRuns: 1 });
  expect(countRuns(makeScenario(), { measureRuns: 1, profileRuns: 0 })).toEqual({
    measureRuns: 1,
    profileRuns: 0,
  });
});

test('every subject gets its measure runs and its profile runs, and no two runs have the same key', () => {
  const runs = planRuns(SUBJECTS, COUNTS, makeRandom(1));
  expect(runs).toHaveLength(3 * (3 + 1));
  expect(new Set(keysOf(runs)).size).toBe(runs.length);
  for (const subject of SUBJECTS) {
    const own = runs.filter((run) => run.subject === subject);
    expect(own.filter(({ kind }) => kind === 'measure')).toHaveLength(3);
    expect(own.filter(({ kind }) => kind === 'profile')).toHaveLength(1);
    expect(own.every(({ parameters }) => parameters === subject.case.parameters)).toBe(true);
  }
});

test('only profile runs are sampled; none has flags or more than one round', () => {
  for (const run of planRuns(SUBJECTS, COUNTS, makeRandom(1))) {
    expect(run).toMatchObject({ isSampled: run.kind === 'profile', rounds: 1, flags: [] });
  }
});

test('the order is drawn from the seed, over all subjects together', () => {
  expect(planWith(1)).toEqual(planWith(1));
  expect(planWith(2)).not.toEqual(planWith(1));
  expect([...planWith(2)].sort()).toEqual([...planWith(1)].sort());
  // Not subject by subject: that would be 3! * 4!^3 of the 12! orders, one in 5775.
  const order = planRuns(SUBJECTS, COUNTS, makeRandom(1)).map(({ subject }) => subject);
  const changes = order.filter((subject, index) => index > 0 && subject !== order[index - 1]);
  expect(changes.length).toBeGreaterThan(2);
});

test('a run has the same key in another invocation that asks for more runs', () => {
  const more = planRuns(SUBJECTS, { measureRuns: 5, profileRuns: 1 }, makeRandom(9));
  expect(new Set(keysOf(more))).toEqual(new Set([...keysOf(more), ...planWith(1)]));
});

test('growth gets a run for each volume, with everything else as in the case', () => {
  const [subject = makeSubject(1)] = SUBJECTS;
  const how = { isSampled: true, rounds: 4, flags: ['--single-threaded-gc'] };
  const volumesBytes = [1, 2, 4, 8].map((step) => step * KiB);
  const runs = planGrowthRuns(subject, { volumeName: 'volume', volumesBytes, ...how }, makeRandom(1));
  expect(runs.map(({ parameters }) => Number(parameters.volume)).sort((a, b) => a - b)).toEqual(volumesBytes);
  for (const run of runs) {
    expect(run).toMatchObject({ kind: 'growth', subject, parameters: { highWaterMark: 16 * KiB }, ...how });
  }
  expect(new Set(keysOf(runs)).size).toBe(4);
});
