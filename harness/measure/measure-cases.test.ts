import { describe, expect, test } from 'vitest';
import type { DescribedScenario } from '../catalogue/describe-scenarios.ts';
import { RETAINED_ROUNDS } from '../judge/growth-points.ts';
import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import { makeRandom } from '../plan/random.ts';
import type { CaseResult, RunResult } from '../result.ts';
import type { FinishedRun } from '../runner/make-runner.ts';
import { bytes, GiB, type GrowthMetric, KiB, MiB, volume } from '../scenario.ts';
import { makeCounters, makeLive, makeReading, makeRun, makeScenario } from '../test/builders.ts';
import { FinishedRuns } from './finished-runs.ts';
import { type Measuring, measureCases, measureScenario } from './measure-cases.ts';

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

/** What a fake run buffers at a volume, in every metric that growth is judged by. */
type Buffering = (volumeBytes: number) => number;
const bufferEverything: Buffering = (volumeBytes) => volumeBytes;
const bufferOneHighWaterMark: Buffering = () => HIGH_WATER_MARK;
/** Grows by 0.07 bytes per byte: above the threshold of bounded, 0.05, and below that of linear, 0.1. */
const bufferInconclusively: Buffering = (volumeBytes) => 0.07 * volumeBytes;

/** Completes runs immediately, and records what was planned. */
class FakeRunner {
  readonly planned: PlannedRun[] = [];
  readonly #make: (planned: PlannedRun) => RunResult | undefined;

  constructor(
    buffering: Buffering,
    change: (run: RunResult, planned: PlannedRun) => RunResult | undefined = (run) => run,
  ) {
    this.#make = (planned) => change(makeFakeRun(planned, this.planned.length - 1, buffering), planned);
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
  buffering: Buffering,
): RunResult {
  const volumeBytes = Number(parameters.volume ?? 0);
  const bufferedBytes = buffering(volumeBytes);
  const reading = makeReading({ arrayBuffersBytes: bufferedBytes, heapUsedBytes: bufferedBytes });
  return makeRun({
    kind,
    index,
    parameters: { ...parameters },
    peakBufferedBytes: bufferedBytes,
    counters: {
      sink: makeCounters({ peakBufferedBytes: bufferedBytes, highWaterMarkBytes: HIGH_WATER_MARK }),
    },
    memory: {
      start: makeReading({ arrayBuffersBytes: 0 }),
      peak: { rssBytes: bufferedBytes, ...(isSampled && { arrayBuffersBytes: bufferedBytes }) },
      retained: reading,
    },
    ...(rounds > 1 && {
      rounds: Array.from({ length: rounds }, (_, round) => ({
        ...reading,
        arrayBuffersBytes: buffering((round + 1) * volumeBytes),
      })),
    }),
  });
}

const ASKED = { counts: { measureRuns: 3, profileRuns: 1, stableRuns: 0 }, growth: true, sizes: {} } as const;

async function measure(
  subjects: readonly Subject[],
  { runOne }: Pick<FakeRunner, 'runOne'>,
  requested: Partial<Measuring> = {},
): Promise<CaseResult[]> {
  const measuring = { ...ASKED, random: makeRandom(1), runs: new FinishedRuns(runOne), ...requested };
  return [...(await measureScenario(subjects, measuring)).values()];
}

const VOLUMES = [16, 32, 64, 128, 256].map((count) => count * MiB);

describe('the runs', () => {
  test('are as many of each kind as were requested, and one for each volume', async () => {
    const runner = new FakeRunner(bufferOneHighWaterMark);
    await measure([makeSubject()], runner);
    expect(runner.planned.filter(({ kind }) => kind === 'measure')).toHaveLength(3);
    expect(runner.planned.filter(({ kind }) => kind === 'profile')).toHaveLength(1);
    expect(runner.volumesOf('growth')).toHaveLength(5);
  });

  test('are made in an order that depends on the seed', async () => {
    const orderOf = async (seed: number): Promise<string[]> => {
      const runner = new FakeRunner(bufferOneHighWaterMark);
      const subjects = [makeSubject(), makeSubject({ highWaterMark: 1 * KiB, volume: 256 * MiB })];
      const options = {
        measureRuns: 3,
        profileRuns: 1,
        stableRuns: 0,
        growth: true,
        growthVolumeBytes: undefined,
        growthAtMostBytes: undefined,
      };
      await measureCases(subjects, {
        options,
        seed,
        runOne: runner.runOne,
        onMore: () => {},
        onDone: () => {},
      });
      return runner.planned.map(({ key }) => key);
    };
    const [first, again, other] = [await orderOf(1), await orderOf(1), await orderOf(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect([...other].sort()).toEqual([...first].sort());
  });

  test('of the kinds measure and profile come before the growth runs', async () => {
    const runner = new FakeRunner(bufferOneHighWaterMark);
    await measure([makeSubject(), makeSubject({ highWaterMark: 1 * KiB, volume: 256 * MiB })], runner);
    expect(runner.planned.findIndex(({ kind }) => kind === 'growth')).toBe(8);
  });

  test('are in the result in the order in which they were made', async () => {
    const runner = new FakeRunner(bufferOneHighWaterMark);
    const [result] = await measure([makeSubject()], runner);
    expect(result?.runs.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('growth', () => {
  test('is judged at V, 2V, 4V, 8V and 16V, by runs that read live memory', async () => {
    const runner = new FakeRunner(bufferEverything);
    const [result] = await measure([makeSubject()], runner);
    expect(runner.volumesOf('growth')).toEqual(VOLUMES);
    const growthRuns = runner.planned.filter(({ kind }) => kind === 'growth');
    expect(growthRuns.every(({ readsLiveMemory }) => readsLiveMemory)).toBe(true);
    const others = runner.planned.filter(({ kind }) => kind !== 'growth');
    expect(others.some(({ readsLiveMemory }) => readsLiveMemory)).toBe(false);
    // The three measure runs are points at the largest volume, too.
    expect(result?.growth?.points.map(({ volumeBytes }) => volumeBytes)).toEqual([
      ...VOLUMES,
      ...Array.from({ length: 3 }, () => 256 * MiB),
    ]);
    expect(result?.growth).toMatchObject({ metric: 'peakBufferedBytes', verdict: 'linear', slope: 1 });
  });

  test('outside of the watched streams makes the case linear, and fails the expectation that it is bounded', async () => {
    const retainEverything = (run: RunResult, { kind, parameters }: PlannedRun): RunResult =>
      kind === 'growth' ? { ...run, live: makeLive({ arrayBuffersBytes: Number(parameters.volume) }) } : run;
    const runner = new FakeRunner(bufferOneHighWaterMark, retainEverything);
    const subject = makeSubject(undefined, expecting('peakBufferedBytes', 'bounded'));
    const [result] = await measure([subject], runner);
    expect(result?.growth).toMatchObject({
      verdict: 'linear',
      where: 'outside-watched-streams',
      byMetric: { peakBufferedBytes: { verdict: 'bounded' }, peakLiveArrayBuffersBytes: { slope: 1 } },
    });
    expect(result?.expectations).toEqual([
      {
        text: 'growth is bounded (peakBufferedBytes is bounded, peakLiveArrayBuffersBytes is linear)',
        passed: false,
      },
    ]);
  });

  test('goes up to 256 MiB if the volume of the case is less', async () => {
    const runner = new FakeRunner(bufferOneHighWaterMark);
    const [result] = await measure([makeSubject({ highWaterMark: 1, volume: 1 * MiB })], runner);
    expect(runner.volumesOf('growth')).toEqual(VOLUMES);
    expect(result?.growth?.verdict).toBe('bounded');
  });

  test('goes up to 32 times the highWaterMarks of the watched streams if that is more', async () => {
    const runner = new FakeRunner(bufferOneHighWaterMark, (run) => ({
      ...run,
      counters: {
        sink: makeCounters({ highWaterMarkBytes: 24 * MiB }),
        source: makeCounters({ highWaterMarkBytes: 8 * MiB }),
      },
    }));
    await measure([makeSubject()], runner);
    expect(Math.max(...runner.volumesOf('growth'))).toBe(1 * GiB);
  });

  test('goes no further for a highWaterMark that no run can reach', async () => {
    const runner = new FakeRunner(bufferOneHighWaterMark, (run) => ({
      ...run,
      counters: {
        sink: makeCounters({ highWaterMarkBytes: Number.MAX_SAFE_INTEGER }),
        source: makeCounters({ highWaterMarkBytes: 32 * MiB }),
      },
    }));
    await measure([makeSubject()], runner);
    expect(Math.max(...runner.volumesOf('growth'))).toBe(1 * GiB);
  });

  test('goes up to the requested volume, whatever the rule says', async () => {
    const runner = new FakeRunner(bufferEverything);
    await measure([makeSubject()], runner, { sizes: { growthVolumeBytes: 16 * MiB } });
    expect(runner.volumesOf('growth')).toEqual([1, 2, 4, 8, 16].map((count) => count * MiB));
  });

  test('goes no further than what the rule may take', async () => {
    const runner = new FakeRunner(bufferOneHighWaterMark);
    await measure([makeSubject()], runner, { sizes: { growthAtMostBytes: 128 * MiB } });
    expect(Math.max(...runner.volumesOf('growth'))).toBe(128 * MiB);
  });

  test('that is inconclusive is measured once more over twice the range', async () => {
    const runner = new FakeRunner(bufferInconclusively);
    const [result] = await measure([makeSubject()], runner);
    expect(runner.volumesOf('growth')).toEqual([...VOLUMES, 512 * MiB]);
    expect(result?.growth?.verdict).toBe('inconclusive');
  });

  test('that is conclusive over twice the range gets that verdict', async () => {
    const runner = new FakeRunner((volumeBytes) =>
      volumeBytes <= 256 * MiB ? bufferInconclusively(volumeBytes) : volumeBytes,
    );
    const [result] = await measure([makeSubject()], runner);
    expect(result?.growth?.points.at(-1)).toEqual({ volumeBytes: 512 * MiB, peakBytes: 512 * MiB });
  });

  test('is not measured over twice the range if a growth run failed: a larger one would fail too', async () => {
    const runner = new FakeRunner(bufferInconclusively, (run, { kind, parameters }) =>
      kind === 'growth' && parameters.volume === 128 * MiB
        ? { ...run, outcome: { state: 'timed-out', afterMs: 1, phase: 'run' } }
        : run,
    );
    const [result] = await measure([makeSubject()], runner);
    expect(runner.volumesOf('growth')).toEqual(VOLUMES);
    expect(result?.growth?.points.map(({ volumeBytes }) => volumeBytes)).not.toContain(128 * MiB);
  });

  test('of RSS has separate runs at every volume, with flags that stabilise it', async () => {
    const runner = new FakeRunner(bufferEverything);
    const [result] = await measure([makeSubject(undefined, expecting('peakRssBytes'))], runner);
    expect(runner.volumesOf('growth')).toEqual(VOLUMES);
    for (const { kind, flags } of runner.planned) {
      expect(flags).toEqual(kind === 'growth' ? ['--single-threaded-gc'] : []);
    }
    // One point for each volume: the measure runs, without the flags, are not points.
    expect(result?.growth?.points.map(({ volumeBytes }) => volumeBytes)).toEqual(VOLUMES);
  });

  test('of a sampled metric is judged by live memory', async () => {
    const runner = new FakeRunner(bufferEverything, (run, { kind }) =>
      kind === 'growth' ? { ...run, live: makeLive({ arrayBuffersBytes: 64 * KiB }) } : run,
    );
    const [result] = await measure(
      [makeSubject(undefined, expecting('peakArrayBuffersBytes', 'bounded'))],
      runner,
    );
    expect(result?.growth).toMatchObject({ metric: 'peakLiveArrayBuffersBytes', verdict: 'bounded' });
    expect(result?.expectations).toEqual([{ text: 'peakArrayBuffersBytes is bounded', passed: true }]);
  });

  test('of retained memory is judged over volumes, and over the rounds of the run at the smallest', async () => {
    const runner = new FakeRunner(bufferEverything);
    const [result] = await measure([makeSubject(undefined, expecting('retainedArrayBuffersBytes'))], runner);
    const growthRuns = runner.planned.filter(({ kind }) => kind === 'growth');
    const roundsOf = (volumeBytes: number) =>
      growthRuns.find(({ parameters }) => parameters.volume === volumeBytes)?.rounds;
    expect(VOLUMES.map(roundsOf)).toEqual([RETAINED_ROUNDS, 1, 1, 1, 1]);
    // The first three rounds fill pools: the fourth is the first that counts.
    const { overRounds } = result?.growth ?? {};
    expect(overRounds?.points.map(({ volumeBytes }) => volumeBytes / (16 * MiB))).toEqual([
      4, 5, 6, 7, 8, 9, 10, 11,
    ]);
    expect(overRounds).toMatchObject({ verdict: 'linear', slope: 1 });
    expect(result?.growth).toMatchObject({ verdict: 'linear', where: 'outside-watched-streams' });
  });
});

describe('growth is not judged', () => {
  test('if it is not requested, and then it is not an expectation', async () => {
    const runner = new FakeRunner(bufferEverything);
    const subject = makeSubject(undefined, expecting('peakBufferedBytes'));
    const [result] = await measure([subject], runner, { growth: false });
    expect(runner.volumesOf('growth')).toEqual([]);
    expect(result?.growth).toBeUndefined();
    expect(result?.expectations).toEqual([]);
  });

  test('if the scenario has no volume', async () => {
    const runner = new FakeRunner(bufferEverything);
    const [result] = await measure([makeSubject({}, { parameters: {} })], runner);
    expect(runner.planned).toHaveLength(4);
    expect(result?.growth).toBeUndefined();
  });

  test('if no measure run completed', async () => {
    const runner = new FakeRunner(bufferEverything, (run, { kind }) =>
      kind === 'measure' ? { ...run, outcome: { state: 'timed-out', afterMs: 1, phase: 'run' } } : run,
    );
    const [result] = await measure([makeSubject(undefined, expecting('peakBufferedBytes'))], runner);
    expect(runner.volumesOf('growth')).toEqual([]);
    expect(result?.expectations).toEqual([
      { text: 'peakBufferedBytes is linear', notJudged: 'too few runs completed at different volumes' },
    ]);
  });

  test('by buffered bytes if no stream is watched', async () => {
    const runner = new FakeRunner(bufferEverything, (run) => ({ ...run, counters: {} }));
    const [result] = await measure([makeSubject()], runner);
    expect(result?.growth).toBeUndefined();
  });

  test('if no stream is watched and the cases are compared in a table', async () => {
    const runner = new FakeRunner(bufferEverything, (run) => ({ ...run, counters: {} }));
    const comparisonTable = { metric: 'recorded.nanoseconds', rows: 'highWaterMark' } as const;
    await measure([makeSubject(undefined, { comparisonTable })], runner);
    expect(runner.volumesOf('growth')).toEqual([]);
  });
});

describe('an interruption', () => {
  /** Makes `count` runs, and then reports that the user interrupts. */
  const interruptAfter = (count: number): FakeRunner => {
    let left = count;
    return new FakeRunner(bufferEverything, (run) => {
      left -= 1;
      return left < 0 ? undefined : run;
    });
  };

  test('preserves the runs that were made', async () => {
    const runner = interruptAfter(2);
    const [result] = await measure([makeSubject()], runner);
    expect(result?.runs).toHaveLength(2);
    expect(result?.growth).toBeUndefined();
  });

  test('before the first run of a case leaves the case out', async () => {
    expect(await measure([makeSubject()], interruptAfter(0))).toEqual([]);
  });

  test('while growth is measured preserves the growth runs that were made', async () => {
    const [result] = await measure([makeSubject()], interruptAfter(6));
    expect(result?.runs.filter(({ kind }) => kind === 'growth')).toHaveLength(2);
  });
});

test('runs of an interrupted invocation are reused, and the result is the same', async () => {
  const whole = new FakeRunner(bufferEverything);
  const expected = await measure([makeSubject()], whole);
  const results = expected.flatMap(({ runs }) => runs);
  const finished = new Map(whole.planned.slice(0, 5).map(({ key }, index) => [key, results[index]] as const));

  const rest = new FakeRunner(bufferEverything);
  const resumed = await measure([makeSubject()], {
    runOne: async (planned) => {
      const result = finished.get(planned.key);
      return result === undefined ? rest.runOne(planned) : { result, warnings: [], strays: 0 };
    },
  });
  expect(rest.planned.map(({ key }) => key)).toEqual(whole.planned.slice(5).map(({ key }) => key));
  expect(resumed[0]?.growth).toEqual(expected[0]?.growth);
  expect(resumed[0]?.summary).toEqual(expected[0]?.summary);
});

test('the warnings of the children, and their stray processes, are among the warnings of the case', async () => {
  const runner = new FakeRunner(bufferOneHighWaterMark);
  const [result] = await measure([makeSubject()], {
    runOne: async (planned) => {
      const run = await runner.runOne(planned);
      return run && { ...run, warnings: ['not-settled'], strays: 1 };
    },
  });
  expect(result?.warnings.map(({ code }) => code)).toEqual(['not-settled', 'stray-processes']);
  // 3 + 1 + 5 runs, one process each.
  expect(result?.warnings[1]?.message).toMatch(/^9 processes outlived/);
});

test('cases come in the order in which they were given, with their identity', async () => {
  const subjects = [
    makeSubject(),
    makeSubject({ highWaterMark: 1 * KiB, volume: 256 * MiB }, { pairedWith: 'two' }),
  ];
  const results = await measure(subjects, new FakeRunner(bufferOneHighWaterMark));
  expect(results).toMatchObject([
    { scenario: 'one', title: 'One', node: '20.19.0', parameters: { highWaterMark: 64 * KiB } },
    { scenario: 'one', pairedWith: 'two', parameters: { highWaterMark: 1 * KiB } },
  ]);
  expect(results[0]).not.toHaveProperty('pairedWith');
});

test('what is measured until now is known between two runs, also of a scenario that is under way', async () => {
  const { runOne } = new FakeRunner(bufferEverything);
  const counts: number[][] = [];
  const subjects = ['one', 'two'].map((name) => makeSubject(undefined, { name }));
  await measureCases(subjects, {
    options: {
      measureRuns: 2,
      profileRuns: 0,
      stableRuns: 0,
      growth: false,
      growthVolumeBytes: undefined,
      growthAtMostBytes: undefined,
    },
    seed: 1,
    runOne,
    onMore: () => {},
    onDone: () => {},
    onRun: (listSoFar) => {
      counts.push(listSoFar().map(({ runs }) => runs.length));
    },
  });
  expect(counts).toEqual([[1], [2], [2, 1], [2, 2]]);
});
