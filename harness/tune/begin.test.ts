import { describe, expect, test } from 'vitest';
import { KiB, MiB } from '../test/builders.ts';
import { chooseBeginning, chooseVolume } from './begin.ts';
import { modelSteps, sufficientValue } from './model.ts';

/** A step takes 2 ms and then 100 MiB/s: 204.8 KiB are in flight. */
const throughputOf = (value: number): number => value / (0.002 + value / (100 * MiB));
const point = (value: number) => ({ value, throughput: throughputOf(value) });

describe('the model of a step', () => {
  test('has the latency and the rate that made the throughput', () => {
    const model = modelSteps(point(64 * KiB), point(MiB));
    expect(model?.latencyMs).toBeCloseTo(2);
    expect(model?.inFlight).toBeCloseTo(0.002 * 100 * MiB, 3);
    // L / (L + 19 L) is 5 %.
    expect(model && sufficientValue(model, 0.05)).toBeCloseTo(19 * 0.002 * 100 * MiB, 3);
  });

  test('is missing where a larger value is no faster', () => {
    expect(modelSteps({ value: 64 * KiB, throughput: 100 }, { value: MiB, throughput: 100 })).toBeUndefined();
    expect(modelSteps({ value: 64 * KiB, throughput: 100 }, { value: MiB, throughput: 80 })).toBeUndefined();
  });

  test('does not take a rate from what is latency alone', () => {
    const model = modelSteps({ value: 64 * KiB, throughput: 64 }, { value: MiB, throughput: 1024 });
    expect(Number.isFinite(model?.inFlight)).toBe(true);
    expect(model?.inFlight).toBeGreaterThan(MiB);
  });
});

describe('where to begin', () => {
  const where = { range: { kind: 'bytes', min: KiB, max: 16 * MiB }, within: 0.05 } as const;
  test('is where the latency takes 5 % of the time, in steps of four from the default', () => {
    const { value, throughput } = chooseBeginning({ small: point(64 * KiB), large: point(MiB) }, where);
    expect(value).toBe(4 * MiB);
    expect(throughput).toBeCloseTo(throughputOf(4 * MiB), -2);
  });

  test('is the largest value where that is too large', () => {
    const range = { ...where.range, max: 2 * MiB };
    expect(chooseBeginning({ small: point(64 * KiB), large: point(MiB) }, { ...where, range }).value).toBe(
      MiB,
    );
  });

  test('is the default where nothing is known', () => {
    expect(chooseBeginning({ small: point(64 * KiB) }, where).value).toBe(64 * KiB);
  });
});

test.each([
  ['is the own one where a run takes as long as it should', 100 * MiB, 64 * MiB],
  ['is less where it would take too long', 10 * MiB, 8 * MiB],
  ['is more where it would be over at once', 1000 * MiB, 128 * MiB],
  ['is not less than sixteen times the value', MiB, MiB],
])('the volume %s', (_when, bytesPerSecond, volumeBytes) => {
  const question = { volumeBytes: 64 * MiB, maxMs: 800, largestValue: 64 * KiB };
  expect(chooseVolume({ ...question, bytesPerSecond })).toBe(volumeBytes);
});
