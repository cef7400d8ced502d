import { describe, expect, test } from 'vitest';
import { reportSchema } from '../report-schema.ts';
import type { RunResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import {
  KiB,
  MiB,
  makeCase,
  makeCounters,
  makeLive,
  makeReading,
  makeReport,
  makeRun,
} from '../test/builders.ts';
import { judgeGrowthOfCase } from './judge-growth.ts';

const VOLUMES = [16, 32, 64, 128, 256].map((count) => count * MiB);
const OF_CASE = { name: 'volume', ofCaseBytes: 64 * MiB };
const ALL: Shape = (volume) => volume;
const ONE_BUFFER: Shape = () => 64 * KiB;

type Shape = (volumeBytes: number) => number;

interface Program {
  readonly buffered?: Shape;
  /** Chunks whose size is not known, in addition. */
  readonly chunks?: Shape;
  readonly arrayBuffers?: Shape;
  readonly external?: Shape;
  readonly heap?: Shape;
  readonly native?: Shape;
  readonly childProcesses?: Shape;
  readonly workers?: Shape;
  readonly recorded?: Shape;
  readonly retained?: Shape;
}

/** A growth run at each volume. Heap and external memory are what the process begins with, and what the program adds. */
const runsOf = (program: Program): RunResult[] =>
  VOLUMES.map((volume) => {
    const start = makeReading();
    const at = (shape: Shape | undefined): number => shape?.(volume) ?? 0;
    const arrayBuffersBytes = start.arrayBuffersBytes + at(program.arrayBuffers);
    return makeRun({
      kind: 'growth',
      parameters: { volume },
      peakBufferedBytes: at(program.buffered),
      ...(program.chunks !== undefined && { peakBufferedChunks: at(program.chunks) }),
      counters:
        program.buffered === undefined
          ? {}
          : { sink: makeCounters(program.chunks === undefined ? {} : { unsizedChunks: 1 }) },
      recorded: program.recorded === undefined ? {} : { bytes: at(program.recorded) },
      memory: {
        start,
        peak: {},
        retained: makeReading({ arrayBuffersBytes: start.arrayBuffersBytes + at(program.retained) }),
      },
      live: makeLive({
        arrayBuffersBytes,
        externalBytes: start.externalBytes + at(program.external ?? program.arrayBuffers),
        heapUsedBytes: start.heapUsedBytes + at(program.heap),
        nativeBytes: at(program.native),
        ...(program.childProcesses !== undefined && { childProcessesBytes: at(program.childProcesses) }),
        watchedBytes: at(program.buffered),
        workerBytes: at(program.workers),
      }),
    });
  });

const judge = (program: Program, metric: GrowthMetric = 'peakBufferedBytes') =>
  judgeGrowthOfCase(runsOf(program), metric, OF_CASE);

describe('a case', () => {
  test.each<[string, Program, object]>([
    [
      'whose streams buffer everything is linear in them',
      { buffered: ALL, arrayBuffers: ALL },
      { verdict: 'linear', where: 'watched-streams', metric: 'peakBufferedBytes' },
    ],
    [
      'that retains what it reads is linear outside of them',
      { buffered: ONE_BUFFER, arrayBuffers: ALL },
      { verdict: 'linear', where: 'outside-watched-streams', metric: 'peakLiveArrayBuffersBytes' },
    ],
    [
      'that retains it on the heap is linear outside of them',
      { buffered: ONE_BUFFER, heap: ALL },
      { verdict: 'linear', where: 'outside-watched-streams', metric: 'peakLiveHeapUsedBytes' },
    ],
    [
      'that retains memory of WebAssembly is linear outside of them',
      { buffered: ONE_BUFFER, external: ALL },
      { verdict: 'linear', where: 'outside-watched-streams', metric: 'peakLiveExternalBytes' },
    ],
    [
      'that queues one chunk again and again is linear in its streams, though its memory is bounded',
      { buffered: ALL, arrayBuffers: ONE_BUFFER },
      { verdict: 'linear', where: 'watched-streams' },
    ],
    [
      'that buffers one chunk is bounded',
      { buffered: ONE_BUFFER, arrayBuffers: ONE_BUFFER },
      { verdict: 'bounded', where: 'none', metric: 'peakBufferedBytes' },
    ],
    [
      'whose memory grows by the square root is inconclusive',
      { buffered: ONE_BUFFER, arrayBuffers: (volume) => Math.sqrt(16 * MiB * volume) },
      { verdict: 'inconclusive', where: 'outside-watched-streams' },
    ],
    [
      'whose native memory grows by the square root is inconclusive',
      { buffered: ONE_BUFFER, native: (volume) => 8 * Math.sqrt(4 * MiB * volume) },
      { verdict: 'inconclusive', where: 'outside-watched-streams', metric: 'peakNativeBytes' },
    ],
    [
      'whose child process retains everything is linear outside of its streams',
      { buffered: ONE_BUFFER, childProcesses: (volume) => 30 * MiB + volume },
      { verdict: 'linear', where: 'outside-watched-streams', metric: 'peakChildProcessesBytes' },
    ],
    [
      'whose child process retains it at half the rate, which is less than garbage can be, is inconclusive',
      { buffered: ONE_BUFFER, childProcesses: (volume) => 30 * MiB + 0.52 * volume },
      { verdict: 'inconclusive', where: 'outside-watched-streams', metric: 'peakChildProcessesBytes' },
    ],
    [
      // The garbage of a child process of Node that passes on what it reads, as measured.
      'whose child process has more garbage at larger volumes is bounded',
      { buffered: ONE_BUFFER, childProcesses: (volume) => 16 * MiB + Math.min(60 * MiB, volume) },
      { verdict: 'bounded', where: 'none' },
    ],
    [
      'whose native memory rises by less than twice its noise is bounded',
      { buffered: ONE_BUFFER, native: (volume) => Math.sqrt(8 * MiB * volume) },
      { verdict: 'bounded', where: 'none' },
    ],
    [
      'that buffers a fifth and retains the rest is linear outside of its streams, where most of it is',
      { buffered: (volume) => volume / 5, arrayBuffers: ALL },
      { verdict: 'linear', where: 'outside-watched-streams', metric: 'peakLiveArrayBuffersBytes' },
    ],
    [
      'that buffers most of what it retains is linear in its streams',
      { buffered: (volume) => 0.8 * volume, arrayBuffers: ALL },
      { verdict: 'linear', where: 'watched-streams', metric: 'peakBufferedBytes' },
    ],
    ['that watches nothing is judged by live memory', { arrayBuffers: ALL }, { verdict: 'linear' }],
    [
      'that watches nothing and retains nothing is bounded',
      {},
      { verdict: 'bounded', where: 'none', metric: 'peakLiveArrayBuffersBytes' },
    ],
  ])('%s', (_name, program, expected) => {
    expect(judge(program)).toMatchObject(expected);
  });

  test('judges each metric by itself', () => {
    const growth = judge({ buffered: ONE_BUFFER, arrayBuffers: ALL });
    expect(growth?.byMetric).toMatchObject({
      peakBufferedBytes: { verdict: 'bounded', slope: 0 },
      peakLiveArrayBuffersBytes: { verdict: 'linear', slope: 1 },
      peakLiveHeapUsedBytes: { verdict: 'bounded' },
    });
  });

  test('is bounded although its heap varies by a mebibyte, as code is compiled and modules are loaded', () => {
    const heapMib = [0.1, 0.9, 0.3, 1, 0.6];
    const heap: Shape = (volume) => (heapMib[VOLUMES.indexOf(volume)] ?? 0) * MiB;
    expect(judge({ buffered: ONE_BUFFER, arrayBuffers: ONE_BUFFER, heap })?.verdict).toBe('bounded');
  });

  test('is judged by live memory where that was read, although a sampled peak is requested', () => {
    const growth = judge({ buffered: ONE_BUFFER, arrayBuffers: ALL }, 'peakArrayBuffersBytes');
    expect(growth).toMatchObject({ metric: 'peakLiveArrayBuffersBytes', verdict: 'linear', slope: 1 });
  });

  test('is not bounded where the memory of its child processes rises little, but as a line would', () => {
    const peaksMib = [23, 27, 46, 61, 97];
    const childProcesses: Shape = (volume) => (peaksMib[VOLUMES.indexOf(volume)] ?? 0) * MiB;
    const growth = judge({ buffered: ONE_BUFFER, childProcesses });
    expect(growth).toMatchObject({ metric: 'peakChildProcessesBytes', verdict: 'inconclusive' });
    expect(growth?.reason).toMatch(/^it rises by less than can be told from garbage, but as a line would: /);
  });

  test('can be written to a report', () => {
    const growth = judge({ buffered: ONE_BUFFER, arrayBuffers: ALL });
    const report = makeReport({ results: [makeCase({ ...(growth && { growth }) })] });
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report))).results[0]?.growth).toEqual(growth);
  });
});

describe('a recorded figure', () => {
  test('that grows is linear, and nowhere in memory', () => {
    const growth = judge({ buffered: ONE_BUFFER, recorded: ALL }, 'recorded.bytes');
    expect(growth).toMatchObject({ verdict: 'linear', where: 'none', metric: 'recorded.bytes' });
  });

  test('that is bounded does not hide memory that grows', () => {
    const growth = judge({ arrayBuffers: ALL, recorded: ONE_BUFFER }, 'recorded.bytes');
    expect(growth).toMatchObject({ verdict: 'linear', where: 'outside-watched-streams' });
  });

  test('that was never recorded has no growth, and live memory does not stand in for it', () => {
    expect(judge({ buffered: ONE_BUFFER }, 'recorded.other')).toBeUndefined();
  });
});

describe('retained memory', () => {
  test('is judged over volumes', () => {
    const growth = judge({ retained: ALL }, 'retainedArrayBuffersBytes');
    expect(growth).toMatchObject({ verdict: 'linear', slope: 1, where: 'outside-watched-streams' });
    expect(growth?.overRounds).toBeUndefined();
  });

  test('that each round adds to is linear, though one round retains the same at each volume', () => {
    const rounds = Array.from({ length: 11 }, (_, round) =>
      makeReading({ arrayBuffersBytes: 4 * round * MiB }),
    );
    const [first, ...others] = runsOf({ retained: () => 4 * MiB });
    const runs = [{ ...first, rounds } as RunResult, ...others];
    const growth = judgeGrowthOfCase(runs, 'retainedArrayBuffersBytes', OF_CASE);
    expect(growth?.byMetric.retainedArrayBuffersBytes?.verdict).toBe('bounded');
    // 4 MiB for each 16 MiB.
    expect(growth).toMatchObject({ verdict: 'linear', slope: 0.25, overRounds: { verdict: 'linear' } });
  });
});

describe('what holds memory outside of the watched streams', () => {
  test.each<[string, Program, string]>([
    ['the program', { buffered: ONE_BUFFER, arrayBuffers: ALL }, 'program'],
    ['a worker thread', { buffered: ONE_BUFFER, arrayBuffers: ALL, workers: ALL }, 'worker-threads'],
    ['native code', { buffered: ONE_BUFFER, native: ALL }, 'native-code'],
    ['a child process', { buffered: ONE_BUFFER, childProcesses: ALL }, 'child-processes'],
  ])('can be %s', (_name, program, heldBy) => {
    expect(judge(program)).toMatchObject({ verdict: 'linear', where: 'outside-watched-streams', heldBy });
  });

  test('is not named where nothing grows outside of them', () => {
    expect(judge({ buffered: ALL, arrayBuffers: ALL })).not.toHaveProperty('heldBy');
  });

  test('is not native code for what the allocator keeps of freed memory', () => {
    const keptMib = [6, 12, 12, 18, 30];
    const native: Shape = (volume) => (keptMib[VOLUMES.indexOf(volume)] ?? 0) * MiB;
    expect(judge({ buffered: ONE_BUFFER, native })?.verdict).toBe('bounded');
  });
});

describe('the watched streams explain', () => {
  test('all of the live memory that they buffer', () => {
    expect(judge({ buffered: ALL, arrayBuffers: ALL })?.explained).toEqual({
      liveBytes: 64 * MiB,
      liveHeapUsedBytes: 0,
      watchedBytes: 64 * MiB,
      ratio: 1,
    });
  });

  test('a small part of what the program retains, at the largest volume', () => {
    const explained = judge({ buffered: ONE_BUFFER, arrayBuffers: ALL })?.explained;
    expect(explained).toMatchObject({ liveBytes: 256 * MiB, watchedBytes: 64 * KiB, ratio: 1 / 4096 });
  });

  test('the heap counts as live once it rises by more than its noise', () => {
    const explained = judge({ buffered: ONE_BUFFER, heap: ALL })?.explained;
    expect(explained).toMatchObject({ liveBytes: 256 * MiB, liveHeapUsedBytes: 256 * MiB });
  });

  test('not a heap that grows, although it is within its noise at the volume of the case', () => {
    const growth = judge({ buffered: ONE_BUFFER, arrayBuffers: ONE_BUFFER, heap: (volume) => volume / 40 });
    expect(growth).toMatchObject({ verdict: 'inconclusive', where: 'outside-watched-streams' });
    expect(growth?.explained?.ratio).toBeLessThan(0.02);
  });

  test('nothing that is known if none is watched, rather than 0', () => {
    const explained = judge({ arrayBuffers: ALL })?.explained;
    expect(explained).toEqual({ liveBytes: 256 * MiB, liveHeapUsedBytes: 0 });
  });

  test('nothing of what native code retains', () => {
    const growth = judge({ buffered: ONE_BUFFER, arrayBuffers: ONE_BUFFER, native: ALL });
    expect(growth).toMatchObject({ verdict: 'linear', heldBy: 'native-code' });
    expect(growth?.explained).toEqual({ liveBytes: 64 * KiB, liveHeapUsedBytes: 0 });
  });
});

describe('a run that did not complete', () => {
  const judgeWithout = (failed: number, program: Program) =>
    judgeGrowthOfCase(
      runsOf(program).map((run, index) =>
        index === failed
          ? { ...run, outcome: { state: 'timed-out', afterMs: 1000, phase: 'run' } as const }
          : run,
      ),
      undefined,
      OF_CASE,
    );

  test('at the largest volume decides: nothing is bounded without it', () => {
    const growth = judgeWithout(4, { buffered: ONE_BUFFER });
    expect(growth).toMatchObject({ verdict: 'inconclusive', where: 'watched-streams' });
    expect(growth?.reason).toContain('the run at the largest volume ended early (timed-out)');
  });

  test('at another volume does not', () => {
    expect(judgeWithout(1, { buffered: ONE_BUFFER })?.verdict).toBe('bounded');
  });
});

describe('chunks whose size is not known', () => {
  const BY_KIB: Shape = (volume) => volume / KiB;
  const FOUR: Shape = () => 4;

  test.each<[string, Program, object]>([
    [
      'are judged by their number',
      { buffered: () => 0, chunks: BY_KIB },
      { verdict: 'linear', where: 'watched-streams', metric: 'peakBufferedChunks' },
    ],
    [
      'do not hide bytes that grow as well',
      { buffered: ALL, chunks: FOUR },
      { verdict: 'linear', where: 'watched-streams', metric: 'peakBufferedBytes' },
    ],
    [
      'are bounded if neither grows',
      { buffered: ONE_BUFFER, chunks: FOUR },
      { verdict: 'bounded', where: 'none', metric: 'peakBufferedChunks' },
    ],
  ])('%s', (_name, program, expected) => {
    expect(judgeGrowthOfCase(runsOf(program), undefined, OF_CASE)).toMatchObject(expected);
  });

  test('do not make the streams explain 0 bytes of live memory', () => {
    const growth = judgeGrowthOfCase(
      runsOf({ buffered: () => 0, chunks: BY_KIB, heap: ALL }),
      undefined,
      OF_CASE,
    );
    expect(growth?.explained).toMatchObject({ liveHeapUsedBytes: expect.any(Number) });
    expect(growth?.explained).not.toHaveProperty('watchedBytes');
  });

  test('are not the judge where the scenario chooses bytes', () => {
    const growth = judge({ buffered: ONE_BUFFER, chunks: BY_KIB });
    expect(growth).toMatchObject({ verdict: 'bounded', metric: 'peakBufferedBytes' });
  });
});

test('runs that could not read live memory are judged by what is counted, and explain nothing', () => {
  const runs = runsOf({ buffered: ONE_BUFFER, arrayBuffers: ALL }).map(({ live: _, ...run }) => run);
  const growth = judgeGrowthOfCase(runs, 'peakBufferedBytes', OF_CASE);
  expect(growth).toMatchObject({ verdict: 'bounded', where: 'none' });
  expect(growth).not.toHaveProperty('explained');
});
