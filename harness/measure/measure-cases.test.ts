import { describe, expect, test } from 'vitest';
import type { DescribedScenario } from '../catalogue/describe-scenarios.ts';
import { RETAINED_ROUNDS } from '../judge/growth-points.ts';
import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import { makeRandom } from '../plan/random.ts';
import type { CaseResult, RunResult } from '../result.ts';
import type { FinishedRun } from '../runner/make-runner.ts';
import { bytes, GiB, type GrowthMetric, KiB, MiB, volume } from '../scenario.ts';
import { makeCounters, makeReading, makeRun, makeScenario } from '../test/builders.ts';
import { FinishedRuns } from './finished-runs.ts';
import { type Measuring, measureScenario } from './measure-cases.ts';

const HIGH_WATER_MARK = 64 * KiB;

const PARAMETERS = { highWaterMark: bytes([HIGH_WATER_MARK]), volume: volume(256 * MiB) };

const makeSubject = (
  parameters: Subject['case']['parameters'] = { highWaterMark: HIGH_WATER_MARK, volume: 256 * MiB },
  scenario: Parameters<typeof makeScenario>[0] = {},
): Subject => ({
  case: { scenario: makeScenario({ parameters: PARAMETERS, ...scenario }), parameters },
  execPath: '/usr/bin/node',
  node: '20.19.0',
});

const expecting = (
  metric: GrowthMetric,
  growth: 'bounded' | 'linear' = 'linear',
): Partial<DescribedScenario> => ({
  expect: { metric, growth },
});

/** What a fake run holds of a volume, in every figure that growth is judged by. */
type Held = (volumeBytes: number) => number;
const holdEverything: Held = (volumeBytes) => volumeBytes;
const holdNothingMore: Held = () => HIGH_WATER_MARK;
/** Grows by 0.07 for each byte: over the bound of bounded, 0.05, and below that of linear, 0.1. */
const holdDoubtfully: Held = (volumeBytes) => 0.07 * volumeBytes;

/** Makes runs at once, and remembers what was planned. */
class FakeRunner {
  readonly planned: PlannedRun[] = [];
  readonly #make: (planned: PlannedRun) => RunResult | undefined;

  constructor(
    held: Held,
    change: (run: RunResult, planned: PlannedRun) => RunResult | undefined = (run) => run,
  ) {
    this.#make = (planned) => change(makeFakeRun(planned, this.planned.length - 1, held), planned);
  }

  readonly runOne = async (planned: PlannedRun): Promise<FinishedRun | undefined> => {
    this.planned.push(planned);
    const result = this.#make(planned);
    return result && { result, warnings: [], strays: 0 };
  };

  volumesOf(kind: string): number[] {
    return this.planned
      .filter((planned) => planned.kind === kind)
      .map(({ parameters }) => Number(parameters.volume))
      .sort((a, b) => a - b);
  }
}

function makeFakeRun(
  { kind, parameters, isSampled, rounds }: PlannedRun,
  index: number,
  held: Held,
): RunResult {
  const volumeBytes = Number(parameters.volume ?? 0);
  const heldBytes = held(volumeBytes);
  const reading = makeReading({ arrayBuffersBytes: heldBytes, heapUsedBytes: heldBytes });
  return makeRun({
    kind,
    index,
    parameters: { ...parameters },
    peakBufferedBytes: heldBytes,
    counters: { sink: makeCounters({ peakBufferedBytes: heldBytes, highWaterMarkBytes: HIGH_WATER_MARK }) },
    memory: { peak: { rssBytes: heldBytes, ...(isSampled && { arrayBuffersBytes: heldBytes }) } },
    ...(rounds > 1 && {
      rounds: Array.from({ length: rounds }, (_, round) => ({
        ...reading,
        arrayBuffersBytes: held((round + 1) * volumeBytes),
      })),
    }),
  });
}

const ASKED = { counts: { measureRuns: 3, profileRuns: 1, stableRuns: 0 }, growth: true } as const;

async function measure(
  subjects: readonly Subject[],
  { runOne }: Pick<FakeRunner, 'runOne'>,
  requested: Partial<Measuring> = {},
  seed = 1,
): Promise<CaseResult[]> {
  const measuring = { ...ASKED, random: makeRandom(seed), runs: new FinishedRuns(runOne), ...requested };
  return [...(await measureScenario(subjects, measuring)).values()];
}

const VOLUMES = [16, 32, 64, 128, 256].map((count) => count * MiB);

describe('the runs', () => {
  test('are as many of each kind as was requested, and one for each volume', async () => {
    const runner = new FakeRunner(holdNothingMore);
    await measure([makeSubject()], runner);
    expect(runner.planned.filter(({ kind }) => kind === 'measure')).toHaveLength(3);
    expect(runner.planned.filter(({ kind }) => kind === 'profile')).toHaveLength(1);
    expect(runner.volumesOf('growth')).toHaveLength(4);
  });

  test('are in an order that the seed decides', async () => {
    const orderOf = async (seed: number): Promise<string[]> => {
      const runner = new FakeRunner(holdNothingMore);
      const subjects = [makeSubject(), makeSubject({ highWaterMark: 1 * KiB, volume: 256 * MiB })];
      await measure(subjects, runner, {}, seed);
      return runner.planned.map(({ key }) => key);
    };
    const [first, again, other] = [await orderOf(1), await orderOf(1), await orderOf(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect([...other].sort()).toEqual([...first].sort());
  });

  test('of measure and profile come before any of growth', async () => {
    const runner = new FakeRunner(holdNothingMore);
    await measure([makeSubject(), makeSubject({ highWaterMark: 1 * KiB, volume: 256 * MiB })], runner);
    expect(runner.planned.findIndex(({ kind }) => kind === 'growth')).toBe(8);
  });

  test('are in the result in the order in which they were made', async () => {
    const runner = new FakeRunner(holdNothingMore);
    const [result] = await measure([makeSubject()], runner);
    expect(result?.runs.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('growth', () => {
  test('is judged by V, 2V, 4V, 8V and 16V, and that of the case is not run again', async () => {
    const runner = new FakeRunner(holdEverything);
    const [result] = await measure([makeSubject()], runner);
    expect(runner.volumesOf('growth')).toEqual(VOLUMES.slice(0, 4));
    // The largest has the points of the three measure runs.
    expect(result?.growth?.points.map(({ volumeBytes }) => volumeBytes)).toEqual([
      ...VOLUMES.slice(0, 4),
      ...Array.from({ length: 3 }, () => 256 * MiB),
    ]);
    expect(result?.growth).toMatchObject({ metric: 'peakBufferedBytes', verdict: 'linear', slope: 1 });
  });

  test('goes to 256 MiB where the volume of the case is less', async () => {
    const runner = new FakeRunner(holdNothingMore);
    const [result] = await measure([makeSubject({ highWaterMark: 1, volume: 1 * MiB })], runner);
    expect(runner.volumesOf('growth')).toEqual(VOLUMES);
    expect(result?.growth?.verdict).toBe('bounded');
  });

  test('goes to 32 times the high-water marks that were counted where that is more', async () => {
    const runner = new FakeRunner(holdNothingMore, (run) => ({
      ...run,
      counters: {
        sink: makeCounters({ highWaterMarkBytes: 24 * MiB }),
        source: makeCounters({ highWaterMarkBytes: 8 * MiB }),
      },
    }));
    await measure([makeSubject()], runner);
    expect(Math.max(...runner.volumesOf('growth'))).toBe(1 * GiB);
  });

  test('goes to what was requested, whatever the rule says', async () => {
    const runner = new FakeRunner(holdEverything);
    await measure([makeSubject()], runner, { growthVolumeBytes: 16 * MiB });
    expect(runner.volumesOf('growth')).toEqual([1, 2, 4, 8, 16].map((count) => count * MiB));
  });

  test('that is inconclusive is tried once more at twice the range', async () => {
    const runner = new FakeRunner(holdDoubtfully);
    const [result] = await measure([makeSubject()], runner);
    expect(runner.volumesOf('growth')).toEqual([...VOLUMES.slice(0, 4), 512 * MiB]);
    expect(result?.growth?.verdict).toBe('inconclusive');
  });

  test('that is conclusive at twice the range is that', async () => {
    const runner = new FakeRunner((volumeBytes) =>
      volumeBytes <= 256 * MiB ? holdDoubtfully(volumeBytes) : volumeBytes,
    );
    const [result] = await measure([makeSubject()], runner);
    expect(result?.growth?.points.at(-1)).toEqual({ volumeBytes: 512 * MiB, peakBytes: 512 * MiB });
  });

  test('is not tried at twice the range where a run of it failed: a larger one would too', async () => {
    const runner = new FakeRunner(holdDoubtfully, (run, { kind, parameters }) =>
      kind === 'growth' && parameters.volume === 128 * MiB
        ? { ...run, outcome: { state: 'timed-out', afterMs: 1, phase: 'run' } }
        : run,
    );
    const [result] = await measure([makeSubject()], runner);
    expect(runner.volumesOf('growth')).toEqual(VOLUMES.slice(0, 4));
    expect(result?.growth?.points.map(({ volumeBytes }) => volumeBytes)).not.toContain(128 * MiB);
  });

  test('of RSS has runs of its own at every volume, with flags that stable it', async () => {
    const runner = new FakeRunner(holdEverything);
    const [result] = await measure([makeSubject(undefined, expecting('peakRssBytes'))], runner);
    expect(runner.volumesOf('growth')).toEqual(VOLUMES);
    for (const { kind, flags, isSampled } of runner.planned) {
      if (kind === 'growth')
        expect({ flags, isSampled }).toEqual({ flags: ['--single-threaded-gc'], isSampled: false });
      else expect(flags).toEqual([]);
    }
    // One point for each volume: those of the case, without the flags, are none.
    expect(result?.growth?.points.map(({ volumeBytes }) => volumeBytes)).toEqual(VOLUMES);
  });

  test('of a figure that is sampled has sampled runs, and its point of the case is the profile run', async () => {
    const runner = new FakeRunner(holdEverything);
    const [result] = await measure([makeSubject(undefined, expecting('peakArrayBuffersBytes'))], runner);
    expect(runner.volumesOf('growth')).toEqual(VOLUMES.slice(0, 4));
    expect(runner.planned.filter(({ kind }) => kind === 'growth').every(({ isSampled }) => isSampled)).toBe(
      true,
    );
    expect(result?.growth).toMatchObject({ metric: 'peakArrayBuffersBytes', verdict: 'linear' });
    expect(result?.growth?.points.map(({ volumeBytes }) => volumeBytes)).toEqual(VOLUMES);
  });

  test('of a figure that is sampled has a run at the volume of the case too where there is no profile run', async () => {
    const runner = new FakeRunner(holdEverything);
    await measure([makeSubject(undefined, expecting('peakArrayBuffersBytes'))], runner, {
      counts: { measureRuns: 1, profileRuns: 0, stableRuns: 0 },
    });
    expect(runner.volumesOf('growth')).toEqual(VOLUMES);
  });

  test('of what is retained is judged over the rounds of one process at the smallest volume', async () => {
    const runner = new FakeRunner(holdEverything);
    const [result] = await measure([makeSubject(undefined, expecting('retainedArrayBuffersBytes'))], runner);
    const growthRuns = runner.planned.filter(({ kind }) => kind === 'growth');
    expect(growthRuns.map(({ rounds }) => rounds)).toEqual([RETAINED_ROUNDS]);
    expect(runner.volumesOf('growth')).toEqual([16 * MiB]);
    // The first three rounds fill pools: the fourth is the first that counts.
    expect(result?.growth?.points.map(({ volumeBytes }) => volumeBytes / (16 * MiB))).toEqual([
      4, 5, 6, 7, 8, 9, 10, 11,
    ]);
    expect(result?.growth).toMatchObject({ verdict: 'linear', slope: 1 });
  });

  test('of what is retained has no second attempt', async () => {
    const runner = new FakeRunner(holdDoubtfully);
    const [result] = await measure([makeSubject(undefined, expecting('retainedArrayBuffersBytes'))], runner);
    expect(result?.growth?.verdict).toBe('inconclusive');
    expect(runner.volumesOf('growth')).toHaveLength(1);
  });
});

describe('there is no growth', () => {
  test('where it is not wanted, and nothing is expected of it then', async () => {
    const runner = new FakeRunner(holdEverything);
    const subject = makeSubject(undefined, expecting('peakBufferedBytes'));
    const [result] = await measure([subject], runner, { growth: false });
    expect(runner.volumesOf('growth')).toEqual([]);
    expect(result?.growth).toBeUndefined();
    expect(result?.expectations).toEqual([]);
  });

  test('where the scenario has no volume', async () => {
    const runner = new FakeRunner(holdEverything);
    const [result] = await measure([makeSubject({}, { parameters: {} })], runner);
    expect(runner.planned).toHaveLength(4);
    expect(result?.growth).toBeUndefined();
  });

  test('where no measure run completed', async () => {
    const runner = new FakeRunner(holdEverything, (run, { kind }) =>
      kind === 'measure' ? { ...run, outcome: { state: 'timed-out', afterMs: 1, phase: 'run' } } : run,
    );
    const [result] = await measure([makeSubject(undefined, expecting('peakBufferedBytes'))], runner);
    expect(runner.volumesOf('growth')).toEqual([]);
    expect(result?.expectations).toEqual([{ text: 'peakBufferedBytes is linear', passed: false }]);
  });

  test('of what is buffered where no stream is watched', async () => {
    const runner = new FakeRunner(holdEverything, (run) => ({ ...run, counters: {} }));
    await measure([makeSubject()], runner);
    expect(runner.volumesOf('growth')).toEqual([]);
  });
});

describe('an interruption', () => {
  /** Makes `count` runs and then says that the user interrupts. */
  const interruptAfter = (count: number): FakeRunner => {
    let left = count;
    return new FakeRunner(holdEverything, (run) => {
      left -= 1;
      return left < 0 ? undefined : run;
    });
  };

  test('keeps the runs that were made', async () => {
    const runner = interruptAfter(2);
    const [result] = await measure([makeSubject()], runner);
    expect(result?.runs).toHaveLength(2);
    expect(result?.growth).toBeUndefined();
  });

  test('before the first run of a case leaves the case out', async () => {
    expect(await measure([makeSubject()], interruptAfter(0))).toEqual([]);
  });

  test('while growth is measured keeps the runs of growth that were made', async () => {
    const [result] = await measure([makeSubject()], interruptAfter(6));
    expect(result?.runs.filter(({ kind }) => kind === 'growth')).toHaveLength(2);
  });
});

test('runs that an interrupted invocation made are taken from it, and the result is the same', async () => {
  const whole = new FakeRunner(holdEverything);
  const expected = await measure([makeSubject()], whole);
  const results = expected.flatMap(({ runs }) => runs);
  const kept = new Map(whole.planned.slice(0, 5).map(({ key }, index) => [key, results[index]] as const));

  const rest = new FakeRunner(holdEverything);
  const resumed = await measure([makeSubject()], {
    runOne: async (planned) => {
      const result = kept.get(planned.key);
      return result === undefined ? rest.runOne(planned) : { result, warnings: [], strays: 0 };
    },
  });
  expect(rest.planned.map(({ key }) => key)).toEqual(whole.planned.slice(5).map(({ key }) => key));
  expect(resumed[0]?.growth).toEqual(expected[0]?.growth);
  expect(resumed[0]?.summary).toEqual(expected[0]?.summary);
});

test('what the children noted, and what they left behind, is among the warnings of the case', async () => {
  const runner = new FakeRunner(holdNothingMore);
  const [result] = await measure([makeSubject()], {
    runOne: async (planned) => {
      const run = await runner.runOne(planned);
      return run && { ...run, warnings: ['not-settled'], strays: 1 };
    },
  });
  expect(result?.warnings.map(({ code }) => code)).toEqual(['not-settled', 'stray-processes']);
  // 3 + 1 + 4 runs, one process each.
  expect(result?.warnings[1]?.message).toMatch(/^8 processes outlived/);
});

test('cases come in the order in which they were given, with what identifies them', async () => {
  const subjects = [
    makeSubject(),
    makeSubject({ highWaterMark: 1 * KiB, volume: 256 * MiB }, { pairedWith: 'two' }),
  ];
  const results = await measure(subjects, new FakeRunner(holdNothingMore));
  expect(results).toMatchObject([
    { scenario: 'one', title: 'One', node: '20.19.0', parameters: { highWaterMark: 64 * KiB } },
    { scenario: 'one', pairedWith: 'two', parameters: { highWaterMark: 1 * KiB } },
  ]);
  expect(results[0]).not.toHaveProperty('pairedWith');
});
