import { describe, expect, test } from 'vitest';
import { KiB, MiB } from '../test/builders.ts';
import { simulate, type Truth } from '../test/simulate-tuning.ts';
import { type TuneRequest, tune } from './tune.ts';

const BYTES = { kind: 'bytes', min: KiB, max: 4 * MiB } as const;
const COUNT = { kind: 'count', min: 1, max: 4096 } as const;
const RUNS_MS = 75_000;

const ask = (truth: Truth, seed: number, request: Partial<TuneRequest> = {}) => {
  const defaultValue = request.defaultValue ?? 64 * KiB;
  const tools = simulate(truth, seed);
  const tuning = tune(
    {
      ...{
        range: BYTES,
        defaultValue,
        begin: defaultValue,
        within: 0.05,
        fits: () => true,
        limitMs: RUNS_MS,
      },
      ...request,
    },
    tools,
  );
  return tuning.then((found) => ({ ...found, tools }));
};

const VOLUME = 32 * MiB;
/** A step takes its latency, or as long as its bytes take: whichever is longer. Enough is 95 % of rate times latency. */
const overlapping = (latencyMs: number, rate: number) => (value: number) =>
  (VOLUME / value) * Math.max(latencyMs, (1000 * value) / rate);
/** One after the other: 19 times rate times latency is within 5 % of what no highWaterMark reaches. */
const serial = (latencyMs: number, rate: number) => (value: number) =>
  (VOLUME / value) * (latencyMs + (1000 * value) / rate);

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe.each([
  ['a quiet machine', { noise: 0.02 }],
  ['a machine that disturbs some runs', { noise: 0.03, busy: { chance: 0.1, slower: 1 } }],
])('on %s', (_name, machine) => {
  test.each([
    ['a sink of 5 ms and 100 MiB/s', overlapping(5, 100 * MiB), 0.95 * 512 * KiB, {}],
    ['a sink of 50 µs and 100 MiB/s', overlapping(0.05, 100 * MiB), 0.95 * 5 * KiB, {}],
    [
      'a server with ten places',
      (value: number) => 2000 / Math.min(value, 10),
      9.5,
      { range: COUNT, defaultValue: 4 },
    ],
    [
      'what is fastest at 64 KiB',
      (value: number) => 300 + 100 * Math.abs(Math.log2(value / 65536)),
      65536,
      {},
    ],
  ])(
    'the value for %s is within a power of two of the known one',
    async (_of, durationMs, known, request) => {
      for (const seed of SEEDS) {
        const { chosen, candidates } = await ask({ durationMs, ...machine }, seed, request);
        const factor = (chosen?.value ?? 0) / known;
        expect(factor, `seed ${seed}`).toBeGreaterThanOrEqual(0.5);
        expect(factor, `seed ${seed}`).toBeLessThanOrEqual(2);
        expect(candidates.length).toBeLessThanOrEqual(12);
      }
    },
  );

  test('what makes no difference is said to make none, and the smallest is chosen', async () => {
    const found = await Promise.all(SEEDS.map((seed) => ask({ durationMs: () => 300, ...machine }, seed)));
    const right = found.filter(({ verdict, chosen }) => verdict === 'no-difference' && chosen?.value === KiB);
    expect(right.length).toBeGreaterThanOrEqual(9);
  });

  test('the chosen value keeps 95 % of the best, also where that is close', async () => {
    let kept = 0;
    for (const latencyMs of [0.05, 0.2]) {
      const durationMs = serial(latencyMs, 100 * MiB);
      for (const seed of SEEDS) {
        const { chosen, candidates } = await ask({ durationMs, ...machine }, seed);
        const bestMs = Math.min(...candidates.map(({ value }) => durationMs(value)));
        if (bestMs / durationMs(chosen?.value ?? 1) >= 0.95) kept += 1;
      }
    }
    expect(kept).toBeGreaterThanOrEqual(19);
  });
});

test('where the runs vary too much, that is what it says', async () => {
  const durationMs = serial(0.2, 100 * MiB);
  const verdicts = await Promise.all(
    SEEDS.map(async (seed) => (await ask({ durationMs, noise: 0.4 }, seed, { limitMs: 20_000 })).verdict),
  );
  expect(verdicts.filter((verdict) => verdict === 'undecided').length).toBeGreaterThanOrEqual(8);
});

test('it ends in time, unless what was begun takes longer', async () => {
  for (const seed of SEEDS) {
    const { tools } = await ask({ durationMs: serial(0.05, 200 * MiB), noise: 0.3 }, seed);
    expect(tools.now()).toBeLessThan(RUNS_MS);
  }
});

describe('a budget', () => {
  const durationMs = overlapping(5, 100 * MiB);
  const atMost = (bytes: number): Pick<TuneRequest, 'fits'> => ({
    fits: ({ peakBufferedBytes = 0 }) => peakBufferedBytes <= bytes,
  });

  test('below what is needed gives the largest that fits, and what more would give', async () => {
    const { chosen, fastest, verdict } = await ask({ durationMs, noise: 0.02 }, 1, atMost(100 * KiB));
    expect(verdict).toBe('found');
    expect(chosen?.value).toBeGreaterThan(64 * KiB);
    expect(chosen?.value).toBeLessThanOrEqual(100 * KiB);
    expect(fastest?.value).toBeGreaterThanOrEqual(512 * KiB);
  });

  test('above what is needed changes nothing', async () => {
    const { chosen } = await ask({ durationMs, noise: 0.02 }, 1, atMost(3 * MiB));
    expect(chosen?.value).toBe(512 * KiB);
  });

  test('that nothing fits is said', async () => {
    const { verdict, chosen, candidates } = await ask({ durationMs }, 1, atMost(10));
    expect({ verdict, chosen }).toEqual({ verdict: 'nothing-fits', chosen: undefined });
    expect(candidates.every(({ state }) => state === 'too-large')).toBe(true);
  });
});

describe('values that buffer the same and are as fast', () => {
  const same = { durationMs: () => 300, peakBytes: () => 64 * KiB, noise: 0.01 };
  test('are chosen by live memory', async () => {
    const liveBytes = (value: number): number => (value <= 16 * KiB ? 40 * MiB : 8 * MiB);
    const { chosen, tieBrokenBy } = await ask({ ...same, liveBytes }, 1);
    expect(tieBrokenBy).toBe('live memory');
    expect(chosen?.liveBytes).toBe(8 * MiB);
  });

  test('then by CPU time', async () => {
    const cpuMs = (value: number): number => (value < 64 * KiB ? 200 : 100);
    const { chosen, tieBrokenBy } = await ask({ ...same, liveBytes: () => 8 * MiB, cpuMs }, 1);
    expect(tieBrokenBy).toBe('CPU time');
    expect(chosen?.cpuMs).toBe(100);
  });

  test('and else are left at the default', async () => {
    const { chosen, tieBrokenBy, verdict } = await ask({ ...same, liveBytes: () => 8 * MiB }, 1);
    expect({ tieBrokenBy, verdict }).toEqual({ tieBrokenBy: 'the default', verdict: 'no-difference' });
    expect(chosen?.value).toBe(64 * KiB);
  });
});

test('a value that fails is left out, with its reason', async () => {
  const truth = { durationMs: overlapping(5, 100 * MiB), failsAt: (value: number) => value > 700 * KiB };
  const { chosen, candidates } = await ask(truth, 1);
  expect(chosen?.value).toBe(256 * KiB);
  expect(candidates.find(({ value }) => value === MiB)).toMatchObject({ state: 'failed', reason: 'crashed' });
});

test('nothing is tried if the default fails', async () => {
  const { verdict, tools } = await ask({ durationMs: () => 300, failsAt: () => true }, 1);
  expect(verdict).toBe('failed');
  expect(tools.values).toEqual([64 * KiB]);
});

test('values that are given are the only ones that are measured', async () => {
  const values = [10 * KiB, 100 * KiB, 1000 * KiB];
  const { chosen, tools } = await ask({ durationMs: overlapping(5, 100 * MiB) }, 1, { values });
  expect(new Set(tools.values)).toEqual(new Set(values));
  expect(chosen?.value).toBe(1000 * KiB);
});

test('a value is not found to be faster than the default by chance, though every third run is disturbed', async () => {
  const often = { noise: 0.05, busy: { chance: 0.4, slower: 1.3 } };
  const found = await Promise.all(SEEDS.map((seed) => ask({ durationMs: () => 300, ...often }, seed)));
  const wrong = found.filter((one) => one.verdict === 'found' && one.default?.state === 'too-slow');
  expect(wrong).toEqual([]);
});

test('a look that was made before is not made again', async () => {
  const looks = new Map([[64 * KiB, { state: 'measured', throughput: 10 * MiB, wallMs: 3000 } as const]]);
  const { tools, default: of } = await ask({ durationMs: overlapping(5, 100 * MiB) }, 1, {
    ...{ looks, begin: MiB },
  });
  expect(tools.values).not.toContain(64 * KiB);
  expect(of).toMatchObject({ value: 64 * KiB, state: 'too-slow', throughput: 10 * MiB });
});

test('an interrupted tuning ends with what is known', async () => {
  const tools = simulate({ durationMs: () => 300 }, 1);
  let runs = 0;
  const measure: typeof tools.measure = async (value, round) => {
    runs += 1;
    return runs > 9 ? undefined : tools.measure(value, round);
  };
  const request = { range: BYTES, defaultValue: 64 * KiB, begin: 64 * KiB, within: 0.05, limitMs: RUNS_MS };
  const { candidates } = await tune({ ...request, fits: () => true }, { ...tools, measure });
  expect(runs).toBe(10);
  expect(candidates.length).toBeGreaterThan(0);
});
