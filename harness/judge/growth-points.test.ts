import { describe, expect, test } from 'vitest';
import type { RunResult } from '../result.ts';
import type { StreamCounters } from '../scenario.ts';
import { MiB, makeCounters, makeReading, makeRun } from '../test/builders.ts';
import { isPoint, isRetained, judgeMetric, judgeRounds, RETAINED_ROUNDS } from './growth-points.ts';

const runAt = (volume: number, run: Partial<RunResult> = {}): RunResult =>
  makeRun({ kind: 'growth', parameters: { volume }, peakBufferedBytes: volume, ...run });

const TIMED_OUT = { state: 'timed-out', afterMs: 1, phase: 'run' } as const;
const VOLUMES = [1, 2, 4, 8, 16].map((count) => count * MiB);

test('a figure is retained or not', () => {
  expect(
    ['retainedArrayBuffersBytes', 'peakRssBytes'].map((one) => isRetained(one as 'peakRssBytes')),
  ).toEqual([true, false]);
});

describe('a point', () => {
  test.each([
    ['growth', 'peakBufferedBytes', true],
    ['measure', 'peakBufferedBytes', true],
    ['profile', 'peakBufferedBytes', false],
    ['profile', 'peakArrayBuffersBytes', true],
    ['measure', 'peakArrayBuffersBytes', false],
    ['growth', 'peakRssBytes', true],
    // Without the flags that stable it.
    ['measure', 'peakRssBytes', false],
  ] as const)('of a %s run for %s: %s', (kind, metric, is) => {
    expect(isPoint(makeRun({ kind }), metric)).toBe(is);
  });

  test('must be a run that completed', () => {
    expect(isPoint(makeRun({ kind: 'growth', outcome: TIMED_OUT }), 'peakBufferedBytes')).toBe(false);
  });
});

describe('growth', () => {
  test('has its points in the order of their volumes, in whatever order the runs were made', () => {
    const runs = [4, 1, 16, 2, 8].map((count) => runAt(count * MiB));
    const growth = judgeMetric(runs, 'peakBufferedBytes', 'volume');
    expect(growth).toMatchObject({ verdict: 'linear', slope: 1 });
    expect(growth?.points).toEqual(VOLUMES.map((bytes) => ({ volumeBytes: bytes, peakBytes: bytes })));
  });

  test('of a queue by less than a chunk is noise only if the queue is much larger', () => {
    const judge = (peaks: readonly number[]) =>
      judgeMetric(
        VOLUMES.map((volume, index) => runAt(volume, { peakBufferedBytes: peaks[index] ?? 0 })),
        'peakBufferedBytes',
        'volume',
      )?.verdict;
    // Two processes that pass on 64 KiB at a time, and a string of a byte for each 8 KiB.
    expect(judge([184, 184, 188, 188, 207].map((kib) => kib * 1024))).toBe('bounded');
    // A socket whose last read came at a bad moment.
    expect(judge([217, 253, 250, 265, 315].map((kib) => kib * 1024))).toBe('bounded');
    expect(judge([200, 265, 330, 395, 460].map((kib) => kib * 1024))).toBe('inconclusive');
    expect(judge(VOLUMES.map((bytes) => bytes / 8192))).toBe('inconclusive');
    expect(judge([8, 16, 8, 24, 32].map((kib) => kib * 1024))).toBe('inconclusive');
  });

  describe('within what the highWaterMarks allow', () => {
    const RISING = [80, 80, 82, 84, 128].map((kib) => kib * 1024);
    const judge = (peaks: readonly number[], counters: Partial<StreamCounters>) =>
      judgeMetric(
        VOLUMES.map((volume, index) =>
          runAt(volume, {
            peakBufferedBytes: peaks[index] ?? 0,
            counters: { one: makeCounters(counters), other: makeCounters(counters) },
          }),
        ),
        'peakBufferedBytes',
        'volume',
      )?.verdict;

    test('is noise: a queue that is not full may be', () => {
      expect(judge(RISING, { highWaterMarkBytes: 64 * 1024 })).toBe('bounded');
    });

    test.each([
      ['more than they allow', { highWaterMarkBytes: 16 * 1024 }],
      ['what was written after false', { highWaterMarkBytes: 64 * 1024, writesAfterFalse: 1 }],
      ['what was pushed after false', { highWaterMarkBytes: 64 * 1024, pushesAfterFalse: 1 }],
      ['what is judged before the queues can be full', { highWaterMarkBytes: 512 * 1024 }],
    ])('is not noise: %s', (_what, counters) => {
      expect(judge(RISING, counters)).toBe('inconclusive');
    });
  });

  test('leaves out runs that failed, and runs that did not measure the figure', () => {
    const runs = [
      ...VOLUMES.map((bytes) => runAt(bytes)),
      runAt(32 * MiB, { outcome: TIMED_OUT }),
      makeRun({ kind: 'growth', parameters: { volume: 64 * MiB } }),
    ];
    expect(judgeMetric(runs, 'peakBufferedBytes', 'volume')?.points).toHaveLength(5);
  });

  test('is undefined with fewer than two volumes', () => {
    expect(judgeMetric([], 'peakBufferedBytes', 'volume')).toBeUndefined();
    expect(judgeMetric([runAt(MiB), runAt(MiB)], 'peakBufferedBytes', 'volume')).toBeUndefined();
  });

  test('of two volumes is inconclusive', () => {
    const growth = judgeMetric([runAt(MiB), runAt(2 * MiB)], 'peakBufferedBytes', 'volume');
    expect(growth?.verdict).toBe('inconclusive');
  });

  test('from 0 has the largest ratio that JSON can express', () => {
    const runs = VOLUMES.map((bytes) => runAt(bytes, { peakBufferedBytes: bytes > 4 * MiB ? bytes : 0 }));
    expect(judgeMetric(runs, 'peakBufferedBytes', 'volume')?.peakRatio).toBe(Number.MAX_VALUE);
  });

  test.each([
    ['retainedArrayBuffersBytes', 'arrayBuffersBytes'],
    ['retainedHeapUsedBytes', 'heapUsedBytes'],
  ] as const)('of %s is judged over rounds: each streams the volume once more', (metric, field) => {
    const rounds = Array.from({ length: RETAINED_ROUNDS }, (_, round) =>
      // The first rounds fill pools, which would look like growth.
      makeReading({ [field]: round < 3 ? round * 10 * MiB : 30 * MiB }),
    );
    const growth = judgeRounds([runAt(MiB, { rounds })], metric, 'volume');
    expect(growth?.points).toHaveLength(8);
    expect(growth?.points[0]).toEqual({ volumeBytes: 4 * MiB, peakBytes: 30 * MiB });
    expect(growth).toMatchObject({ verdict: 'bounded', slope: 0 });
  });

  test.each([
    ['what V8 compiles meanwhile is noise of the heap', [3.5, 3.6, 3.6, 3.7, 3.9, 4, 4, 4], 'bounded'],
    ['a leak is none', [4, 7.2, 10.4, 13.6, 16.8, 20, 23.2, 26.4], 'linear'],
  ])('over rounds: %s', (_what, heap, verdict) => {
    const rounds = [1, 2, 3, ...heap].map((mib) => makeReading({ heapUsedBytes: mib * MiB }));
    expect(judgeRounds([runAt(16 * MiB, { rounds })], 'retainedHeapUsedBytes', 'volume')).toMatchObject({
      verdict,
    });
  });

  test('over rounds leaves out runs without rounds', () => {
    const runs = VOLUMES.map((bytes) => runAt(bytes));
    expect(judgeRounds(runs, 'retainedHeapUsedBytes', 'volume')).toBeUndefined();
  });

  test('is also judged for a figure that a scenario records', () => {
    const runs = VOLUMES.map((bytes) => runAt(bytes, { recorded: { maxHeldBytes: bytes / 2 } }));
    expect(judgeMetric(runs, 'recorded.maxHeldBytes', 'volume')).toMatchObject({
      verdict: 'linear',
      slope: 0.5,
    });
    expect(judgeMetric(runs, 'recorded.nothing', 'volume')).toBeUndefined();
  });
});
