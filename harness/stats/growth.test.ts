import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GROWTH_FLOOR_BYTES, type GrowthPoint, growthVolumes, judgeGrowth } from './growth.ts';

const MIB = 1024 * 1024;
const VOLUMES = [16, 32, 64, 128, 256].map((each) => each * MIB);

/** The memory of a process before the first byte. */
const PROCESS_BYTES = 40 * 1000 * 1000;

const runEach = (
  peakOf: (volumeBytes: number) => number,
  volumes: readonly number[] = VOLUMES,
): GrowthPoint[] => volumes.map((volumeBytes) => ({ volumeBytes, peakBytes: peakOf(volumeBytes) }));

const someBytes = fc.integer({ min: 0, max: 1024 * MIB });

describe('judgeGrowth', () => {
  test('a peak that is the same at every volume is bounded', () => {
    fc.assert(
      fc.property(someBytes, (peakBytes) => {
        const judgement = judgeGrowth(runEach(() => peakBytes));
        expect(judgement).toMatchObject({ verdict: 'bounded', slope: 0, low: 0, high: 0, peakRatio: 1 });
        expect(judgement.pIncreasing).toBe(1);
      }),
    );
  });

  test('a stream that holds nothing is bounded, at a ratio of 1', () => {
    expect(judgeGrowth(runEach(() => 0))).toMatchObject({ verdict: 'bounded', peakRatio: 1 });
  });

  test('a peak that holds all that passed is linear with a slope of exactly 1', () => {
    fc.assert(
      fc.property(someBytes, (heldBytes) => {
        const judgement = judgeGrowth(runEach((volumeBytes) => volumeBytes + heldBytes));
        expect(judgement).toMatchObject({ verdict: 'linear', slope: 1, low: 1, high: 1 });
      }),
    );
  });

  test('the memory of the process before the first byte does not change a verdict of linear', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 400 }), (percent) => {
        const peakOf = (volumeBytes: number): number => Math.round((percent * volumeBytes) / 100);
        const alone = judgeGrowth(runEach(peakOf));
        const inProcess = judgeGrowth(runEach((volumeBytes) => PROCESS_BYTES + peakOf(volumeBytes)));
        expect(alone.verdict).toBe('linear');
        expect(inProcess).toMatchObject({ verdict: 'linear', slope: alone.slope, low: alone.low });
      }),
    );
  });

  test('the memory of the process before the first byte does not change a verdict of bounded', () => {
    const queueBytes = [65_536, 65_536, 65_700, 65_536, 65_600];
    const peakOf = (volumeBytes: number): number => queueBytes[VOLUMES.indexOf(volumeBytes)] ?? Number.NaN;
    expect(judgeGrowth(runEach(peakOf)).verdict).toBe('bounded');
    expect(judgeGrowth(runEach((volumeBytes) => PROCESS_BYTES + peakOf(volumeBytes))).verdict).toBe(
      'bounded',
    );
  });

  test('the order of the runs changes nothing', () => {
    fc.assert(
      fc.property(fc.array(someBytes, { minLength: 15, maxLength: 15 }), (peaks) => {
        const points = peaks.map((peakBytes, index) => ({
          volumeBytes: VOLUMES[index % VOLUMES.length] ?? Number.NaN,
          peakBytes,
        }));
        expect(judgeGrowth([...points].reverse())).toEqual(judgeGrowth(points));
      }),
    );
  });

  test('a sixteenth of what passed is too much for bounded and too little for linear', () => {
    const judgement = judgeGrowth(runEach((volumeBytes) => 0.0625 * volumeBytes));
    expect(judgement).toMatchObject({ verdict: 'inconclusive', slope: 0.0625, peakRatio: 4 });
    expect(judgement.reason).toBe(
      'it looks like linear growth: not bounded: slope 0.0625 B/B from a quarter of the volume on (bounded is below 0.05) and ' +
        'peak 4 times that up to a quarter of the volume (bounded is below 1.1) and ' +
        'a peak that rises with every volume; ' +
        'not linear: lower bound of the slope 0.0625 B/B (linear is above 0.1)',
    );
  });

  test('a slope of the bounds is neither bounded nor linear', () => {
    expect(judgeGrowth(runEach((volumeBytes) => 1000 * MIB + volumeBytes / 16)).verdict).toBe('inconclusive');
    expect(judgeGrowth(runEach((volumeBytes) => 0.1 * volumeBytes)).verdict).toBe('inconclusive');
  });

  test('a small queue that grows a little is not bounded, though its slope is next to nothing', () => {
    // 64 KiB at 64 MiB, and a tenth more at 256 MiB.
    const judgement = judgeGrowth(runEach((volumeBytes) => (volumeBytes > 64 * MIB ? 72_090 : 65_536)));
    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.high).toBeLessThan(0.001);
    expect(judgement.peakRatio).toBeCloseTo(1.1, 4);
    expect(judgement.reason).toContain('not bounded: peak 1.1 times');
  });

  test('four volumes cannot show linear growth, since one order in 24 rises throughout', () => {
    const judgement = judgeGrowth(runEach((volumeBytes) => volumeBytes, VOLUMES.slice(0, 4)));
    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.pIncreasing).toBeCloseTo(1 / 24, 14);
    expect(judgement.reason).toContain('not linear: Mann–Kendall p 0.04167 (linear is below 0.01)');
  });

  test('the reason of a clear verdict names the figures it rests on', () => {
    expect(judgeGrowth(runEach((volumeBytes) => volumeBytes)).reason).toBe(
      'lower bound of the slope 1 B/B (linear is above 0.1) and Mann–Kendall p 0.008333 (linear is below 0.01) and ' +
        'slope from a quarter of the volume on 1 times that before (linear is above 0.7)',
    );
    expect(judgeGrowth(runEach(() => 65_536)).reason).toBe(
      'slope 0 B/B from a quarter of the volume on (bounded is below 0.05) and ' +
        'peak 1 times that up to a quarter of the volume (bounded is below 1.1) and ' +
        'a peak that does not rise with every volume',
    );
  });

  test('three volumes are too few, however many the runs', () => {
    const points = [1, 2, 3, 4].flatMap(() => runEach((volumeBytes) => volumeBytes, VOLUMES.slice(0, 3)));
    expect(judgeGrowth(points)).toMatchObject({
      verdict: 'inconclusive',
      slope: 1,
      reason: 'distinct volumes: 3 (at least 4 are needed)',
    });
  });

  test.each([
    [0, []],
    [1, runEach(() => 5, [MIB, MIB])],
  ])('%d distinct volumes have no slope, and are inconclusive rather than an error', (count, points) => {
    const missing = Number.NaN;
    expect(judgeGrowth(points)).toEqual({
      verdict: 'inconclusive',
      slope: missing,
      low: missing,
      high: missing,
      confidence: missing,
      pIncreasing: 1,
      peakRatio: missing,
      reason: `distinct volumes: ${count} (at least 4 are needed)`,
    });
  });

  test('the ratio is that of medians where runs share a volume', () => {
    // At 64 MiB 10, 20 and 90; at 256 MiB 21, 22 and 5: medians 20 and 21.
    const others = runEach(() => 20, [16 * MIB, 32 * MIB, 128 * MIB]);
    const quarter = [10, 20, 90].map((peakBytes) => ({ volumeBytes: 64 * MIB, peakBytes }));
    const largest = [21, 22, 5].map((peakBytes) => ({ volumeBytes: 256 * MIB, peakBytes }));
    expect(judgeGrowth([...largest, ...others, ...quarter]).peakRatio).toBe(21 / 20);
  });

  test.each([
    ['the nearest by ratio', [5, 10, 45, 100], 45],
    ['the smaller of two equally near', [1, 2, 8, 16], 2],
    ['never the largest itself', [1, 2, 3, 1000], 3],
  ])('where no volume is a quarter of the largest, %s stands in', (_name, volumes, expected) => {
    const largest = volumes.at(-1) ?? Number.NaN;
    const { peakRatio } = judgeGrowth(runEach((volumeBytes) => volumeBytes, volumes));
    expect(peakRatio).toBe(largest / expected);
  });

  test('a peak that varies by a sixth without a trend is bounded, whichever volume has the lowest', () => {
    // In KiB, as counted with a database behind a socket.
    const judgement = judgeGrowth(
      [504, 520, 585, 508, 545, 563].map((kibibytes, step) => ({
        volumeBytes: 8 * MIB * 2 ** step,
        peakBytes: kibibytes * 1024,
      })),
    );
    expect(judgement).toMatchObject({ verdict: 'bounded', peakRatio: 563 / 585 });
  });

  test('a peak out of nothing has an infinite ratio and is not bounded', () => {
    const judgement = judgeGrowth(runEach((volumeBytes) => (volumeBytes === 256 * MIB ? 1 : 0)));
    expect(judgement).toMatchObject({ verdict: 'inconclusive', peakRatio: Number.POSITIVE_INFINITY });
  });

  test('a peak that is NaN is refused', () => {
    expect(() => judgeGrowth(runEach(() => Number.NaN))).toThrow(RangeError);
  });
});

describe('shapes of growth', () => {
  const inMib = (...peaks: number[]): GrowthPoint[] =>
    peaks.map((peak, index) => ({ volumeBytes: 16 * 2 ** index * MIB, peakBytes: peak * MIB }));

  test.each([
    ['that is full from the second volume on', [16, 32, 32, 32, 32, 32]],
    ['that is full from a quarter of the largest volume on', [16, 32, 64, 64, 64]],
    ['whose peaks vary, and rise no further', [20, 45, 30, 38, 33]],
  ])('a buffer %s is bounded', (_name, peaks) => {
    const judgement = judgeGrowth(inMib(...peaks));
    expect(judgement.verdict).toBe('bounded');
    expect(judgement.slope).toBeLessThan(0.05);
  });

  test('the interval of a buffer that fills once is that of the volumes at which it is full', () => {
    expect(judgeGrowth(inMib(16, 32, 32, 32, 32))).toMatchObject({ slope: 0, low: 0, high: 0 });
  });

  test('a buffer that is full only at the largest volume is not called bounded', () => {
    expect(judgeGrowth(inMib(16, 32, 64, 128, 128)).verdict).toBe('inconclusive');
    expect(judgeGrowth(inMib(16, 32, 64, 128, 128, 128)).verdict).toBe('bounded');
  });

  test('a first peak that is high by chance does not hide what grows', () => {
    expect(judgeGrowth(inMib(300, 32, 64, 128, 256)).verdict).not.toBe('bounded');
  });

  test('linear growth on top of a buffer that fills once becomes linear as the range is doubled', () => {
    const peakOf = (volume: number): number => Math.min(volume, 32) + 0.3 * volume;
    expect(judgeGrowth(inMib(...[16, 32, 64, 128, 256].map(peakOf))).verdict).toBe('inconclusive');
    expect(judgeGrowth(inMib(...[16, 32, 64, 128, 256, 512].map(peakOf))).verdict).toBe('linear');
  });

  test.each([
    ['the square root', (volume: number) => Math.sqrt(16 * volume), 'it looks like the square root'],
    ['a small multiple of the square root', (volume: number) => Math.sqrt(volume), 'the square root'],
    ['the logarithm', (volume: number) => 16 * Math.log2(volume), 'it looks like the logarithm'],
    ['the logarithm, 4 % a doubling', (volume: number) => 20 + Math.log2(volume), 'the logarithm'],
    ['a sixteenth of the volume', (volume: number) => volume / 16, 'it looks like linear growth'],
  ])('growth as %s is inconclusive, and the reason says what it looks like', (_name, peakOf, words) => {
    for (const volumes of [
      [16, 32, 64, 128, 256],
      [16, 32, 64, 128, 256, 512],
    ]) {
      const judgement = judgeGrowth(inMib(...volumes.map(peakOf)));
      expect(judgement.verdict).toBe('inconclusive');
      expect(judgement.reason).toContain(words);
    }
  });

  test('peaks that differ by no more than their noise are bounded, in whichever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: MIB }), { minLength: 5, maxLength: 6 }), (peaks) => {
        expect(judgeGrowth(inMib(...peaks.map((peak) => peak / MIB)), MIB).verdict).toBe('bounded');
      }),
    );
  });

  test('noise does not hide linear growth that is ten times as large', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: MIB }), { minLength: 5, maxLength: 5 }), (noise) => {
        const peaks = [16, 32, 64, 128, 256].map((volume, index) => volume + (noise[index] ?? 0) / MIB);
        expect(judgeGrowth(inMib(...peaks), MIB).verdict).toBe('linear');
      }),
    );
  });

  test('small volumes whose peaks rise by no more than twice their noise are not linear', () => {
    const points = [1, 2, 4, 8, 16].map((volume) => ({
      volumeBytes: volume * MIB,
      peakBytes: 0.11 * volume * MIB,
    }));
    expect(judgeGrowth(points).verdict).toBe('linear');
    expect(judgeGrowth(points, MIB).verdict).not.toBe('linear');
  });
});

describe('growthVolumes', () => {
  test('the volumes double up to the largest requested', () => {
    expect(growthVolumes({ largestBytes: 512 * MIB, highWaterMarkBytes: 64 * 1024 })).toEqual(
      [32, 64, 128, 256, 512].map((each) => each * MIB),
    );
  });

  test('a largest volume below the floor is raised to it', () => {
    const volumes = growthVolumes({ largestBytes: MIB, highWaterMarkBytes: 64 * 1024 });
    expect(volumes.at(-1)).toBe(GROWTH_FLOOR_BYTES);
  });

  test('the floor can be lowered', () => {
    const volumes = growthVolumes({ largestBytes: MIB, highWaterMarkBytes: 1024, floorBytes: 0 });
    expect(volumes.at(-1)).toBe(MIB);
  });

  test('a ceiling lowers the largest volume, but not below what the queues need to fill', () => {
    const largest = (highWaterMarkBytes: number): number | undefined =>
      growthVolumes({ largestBytes: 512 * MIB, highWaterMarkBytes, ceilingBytes: 128 * MIB }).at(-1);
    expect(largest(64 * 1024)).toBe(128 * MIB);
    expect(largest(16 * MIB)).toBe(512 * MIB);
  });

  test('the largest volume is rounded up so that the smallest is whole', () => {
    expect(growthVolumes({ largestBytes: 161, highWaterMarkBytes: 1, floorBytes: 0 })).toEqual([
      11, 22, 44, 88, 176,
    ]);
  });

  test('every volume is at least what was requested, and twice the high-water marks', () => {
    fc.assert(
      fc.property(someBytes, someBytes, (largestBytes, highWaterMarkBytes) => {
        const volumes = growthVolumes({ largestBytes, highWaterMarkBytes });
        expect(Math.max(...volumes)).toBeGreaterThanOrEqual(largestBytes);
        expect(Math.min(...volumes)).toBeGreaterThanOrEqual(2 * highWaterMarkBytes);
        expect(volumes.every(Number.isInteger)).toBe(true);
      }),
    );
  });

  test.each([0, Number.NaN, Number.POSITIVE_INFINITY])('%d bytes are refused', (largestBytes) => {
    expect(() => growthVolumes({ largestBytes, highWaterMarkBytes: 0, floorBytes: 0 })).toThrow(RangeError);
  });
});
