import { describe, expect, test } from 'vitest';
import type { PairedSubject, PairKind } from '../plan/plan-pairs.ts';
import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import { makeRandom } from '../plan/random.ts';
import type { CaseResult, RunResult } from '../result.ts';
import type { FinishedRun } from '../runner/make-runner.ts';
import { MiB, volume } from '../scenario.ts';
import { makeCounters, makeRun, makeScenario } from '../test/builders.ts';
import { measurePairs, type PairMeasuring } from './measure-pairs.ts';

function makePaired(name = 'one'): PairedSubject {
  const scenario = makeScenario({ name, parameters: { volume: volume(256 * MiB) } });
  const makeSide = (side: 'a' | 'b'): Subject => ({
    case: { scenario, parameters: { volume: 256 * MiB } },
    execPath: '/usr/bin/node',
    node: '20.19.0',
    side: { name: side, nodeFlags: [], isCheckedOut: false },
  });
  return { a: makeSide('a'), b: makeSide('b') };
}

/** Completes runs immediately, and records what was planned. */
class FakeRunner {
  readonly planned: PlannedRun[] = [];
  readonly #change: (planned: PlannedRun, index: number) => Partial<RunResult> | undefined;

  constructor(change: (planned: PlannedRun, index: number) => Partial<RunResult> | undefined = () => ({})) {
    this.#change = change;
  }

  readonly runOne = async (planned: PlannedRun): Promise<FinishedRun | undefined> => {
    const index = this.planned.push(planned) - 1;
    const changed = this.#change(planned, index);
    if (changed === undefined) return undefined;
    const { kind, parameters, pairing } = planned;
    const result = makeRun({
      ...{ kind, index, parameters: { ...parameters }, peakBufferedBytes: 1 },
      ...(pairing !== undefined && { pair: pairing.pair, batch: pairing.batch }),
      counters: { sink: makeCounters({ peakBufferedBytes: 1 }) },
      ...changed,
    });
    return { result, warnings: [], strays: 0 };
  };

  count(kind: string, batch?: 1 | 2): number {
    return this.planned.filter((one) => one.kind === kind && one.pairing?.batch === batch).length;
  }
}

const NOTHING_FLAGGED: PairMeasuring['findUnconfirmed'] = ({ a }) => a.map(() => new Set<PairKind>());
const FAILED = {
  outcome: { state: 'crashed', phase: 'run', exitCode: 1, signal: null, reason: '', stderrLines: [] },
} as const;

const measure = (
  runner: FakeRunner,
  requested: Partial<PairMeasuring> = {},
  subjects: readonly PairedSubject[] = [makePaired()],
  seed = 1,
) =>
  measurePairs(subjects, {
    minPairs: new Map([
      ['measure', 3],
      ['stable', 10],
    ]),
    maxPairs: 20,
    stableIntervalMs: 1,
    sizes: {},
    countNeeded: () => 0,
    findUnconfirmed: NOTHING_FLAGGED,
    growth: false,
    random: makeRandom(seed),
    runOne: runner.runOne,
    chanceOfFinding: () => 0,
    onForecast: () => {},
    onMore: () => {},
    onDone: () => {},
    ...requested,
  });

const runsOf = (results: readonly CaseResult[]): RunResult[] => results.flatMap(({ runs }) => runs);

describe('pairs', () => {
  test('are at least as many of each kind as the rules require, on both sides', async () => {
    const runner = new FakeRunner();
    const { a, b } = await measure(runner);
    for (const side of [a, b]) {
      expect(side).toHaveLength(1);
      const runs = runsOf(side);
      expect(runs.filter(({ kind }) => kind === 'measure').map(({ pair }) => pair)).toEqual([0, 1, 2]);
      expect(runs.filter(({ kind }) => kind === 'stable')).toHaveLength(10);
      expect(runs.every(({ batch }) => batch === 1)).toBe(true);
    }
  });

  test('are made one run directly after the other', async () => {
    const runner = new FakeRunner();
    await measure(runner, {}, [makePaired(), makePaired('two')]);
    for (let index = 0; index < runner.planned.length; index += 2) {
      const [one, other] = runner.planned.slice(index, index + 2);
      expect([one?.subject.side?.name, other?.subject.side?.name].sort()).toEqual(['a', 'b']);
      expect(other).toMatchObject({ kind: one?.kind, pairing: one?.pairing });
    }
  });

  test('are the same for the same seed', async () => {
    const keysOf = async (seed: number): Promise<string[]> => {
      const runner = new FakeRunner();
      await measure(runner, {}, [makePaired()], seed);
      return runner.planned.map(({ key }) => key);
    };
    expect(await keysOf(7)).toEqual(await keysOf(7));
    expect(await keysOf(8)).not.toEqual(await keysOf(7));
  });
});

test('a few pairs of each kind of all cases come first, then the probable number of further runs is known', async () => {
  const runner = new FakeRunner();
  const forecasts: number[] = [];
  await measure(
    runner,
    {
      countNeeded: (kind) => (kind === 'stable' ? 12 : 0),
      chanceOfFinding: (kind) => Number(kind === 'measure'),
      onForecast: (expected) => {
        if (forecasts.length === 0) {
          const made = runner.planned.map(({ kind, subject }) => `${subject.case.scenario.name} ${kind}`);
          const counts = ['one measure', 'one stable', 'two measure', 'two stable'].map(
            (lane) => made.filter((each) => each === lane).length,
          );
          // One pair of three, and four of ten, on both sides.
          expect(counts).toEqual([2, 8, 2, 8]);
        }
        forecasts.push(expected.reduce((sum, { count }) => sum + count, 0));
      },
    },
    [makePaired(), makePaired('two')],
  );
  // Of both sides of both cases: three pairs to confirm, and the geometric mean of ten and twelve.
  expect(forecasts[0]).toBeCloseTo(4 * (3 + Math.sqrt(120) - 10), 6);
  // What was added is no longer expected beyond it, and nothing is once the verdicts are known.
  expect(forecasts.at(-2)).toBe(4 * 3);
  expect(forecasts.at(-1)).toBe(0);
});

describe('pairs are added', () => {
  test('until there are as many as the variance requires, which is then computed again', async () => {
    const runner = new FakeRunner();
    const requested: number[] = [];
    await measure(runner, {
      countNeeded: (kind, { a, b }) => {
        if (kind === 'measure') return 0;
        requested.push(a.length);
        expect(b).toHaveLength(a.length);
        return a.length < 12 ? 12 : 15;
      },
    });
    // Also after each pair, for the forecast.
    expect(requested.filter((count, index) => count !== requested[index - 1])).toEqual([
      ...[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    ]);
    expect([runner.count('measure', 1), runner.count('stable', 1)]).toEqual([2 * 3, 2 * 15]);
  });

  test('up to the maximum', async () => {
    const runner = new FakeRunner();
    await measure(runner, { countNeeded: () => 1000 });
    expect([runner.count('measure', 1), runner.count('stable', 1)]).toEqual([2 * 20, 2 * 20]);
  });

  test('and reported, so that the remaining work is known', async () => {
    const reported: number[] = [];
    await measure(new FakeRunner(), {
      countNeeded: () => 11,
      onMore: (planned) => reported.push(planned.length),
    });
    expect(reported.filter((count) => count > 0)).toEqual([2 * (3 + 10), 2 * (8 + 1)]);
  });
});

describe('what the first batch flags', () => {
  const flagSteadyOfSecond: PairMeasuring['findUnconfirmed'] = ({ a }) =>
    a.map((_case, index) => new Set<PairKind>(index === 1 ? ['stable'] : []));

  test('is measured again in a fresh batch of as many pairs, and nothing else is', async () => {
    const runner = new FakeRunner();
    const second = makePaired('two');
    const { a, b } = await measure(runner, { findUnconfirmed: flagSteadyOfSecond }, [makePaired(), second]);
    const again = runner.planned.filter(({ pairing }) => pairing?.batch === 2);
    expect(again).toHaveLength(2 * 10);
    expect(
      again.every(({ kind, subject }) => kind === 'stable' && [second.a, second.b].includes(subject)),
    ).toBe(true);
    for (const side of [a, b]) {
      const fresh = runsOf(side).filter(({ batch }) => batch === 2);
      expect(fresh.map(({ pair }) => pair)).toEqual(Array.from({ length: 10 }, (_, pair) => pair));
    }
  });

  test('is determined once: the second batch decides', async () => {
    let calls = 0;
    await measure(new FakeRunner(), {
      findUnconfirmed: ({ a }) => {
        calls += 1;
        return a.map(() => new Set<PairKind>(['measure']));
      },
    });
    expect(calls).toBe(1);
  });
});

describe('growth', () => {
  test('is judged on both sides, once, and only if it is requested', async () => {
    const runner = new FakeRunner();
    const { a, b } = await measure(runner, { growth: true });
    expect(runner.count('growth')).toBe(2 * 5);
    expect([a[0]?.growth?.verdict, b[0]?.growth?.verdict]).toEqual(['bounded', 'bounded']);
    const without = new FakeRunner();
    expect((await measure(without)).a[0]).not.toHaveProperty('growth');
    expect(without.count('growth')).toBe(0);
  });
});

describe('a case with a failed run', () => {
  const failing = (planned: PlannedRun, index: number) =>
    planned.subject.case.scenario.name === 'two' && index >= 8 ? FAILED : {};

  test('gets no more pairs, and the others do', async () => {
    const runner = new FakeRunner(failing);
    const { a, b } = await measure(runner, { countNeeded: () => 20 }, [makePaired(), makePaired('two')]);
    const [runsOfFirst, runsOfSecond] = [0, 1].map((index) =>
      [a[index], b[index]].flatMap((result) => result?.runs ?? []),
    );
    expect(runsOfFirst).toHaveLength(2 * (20 + 20));
    // Both sides were tried, to see whether only one of them fails.
    const failed = runsOfSecond?.filter(({ outcome }) => outcome.state === 'crashed');
    expect(failed).toHaveLength(2);
    expect(new Set(failed?.map(({ kind, pair }) => `${kind} ${pair}`)).size).toBe(1);
    expect(runsOfSecond?.length).toBeLessThan(2 * 13);
  });
});

describe('an interruption', () => {
  test('preserves the runs made so far, and makes no more', async () => {
    const runner = new FakeRunner((_planned, index) => (index < 7 ? {} : undefined));
    let wasCalled = false;
    const { a, b } = await measure(runner, {
      growth: true,
      findUnconfirmed: (results) => {
        wasCalled = true;
        return NOTHING_FLAGGED(results);
      },
    });
    expect(runner.planned).toHaveLength(8);
    expect([...runsOf(a), ...runsOf(b)]).toHaveLength(7);
    expect(wasCalled).toBe(false);
    expect(a[0]).not.toHaveProperty('growth');
  });

  test('before the first run leaves no result', async () => {
    expect(await measure(new FakeRunner(() => undefined))).toEqual({ a: [], b: [] });
  });
});
