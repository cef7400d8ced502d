import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemoryReading } from '../protocol.ts';
import { greatest, SampleSummary } from './sample-summary.ts';

const LONGEST_TIMELINE = 240;

const reading = (value: number): MemoryReading => ({
  rssBytes: value,
  heapTotalBytes: value,
  heapUsedBytes: value,
  externalBytes: value,
  arrayBuffersBytes: value,
});

function summarize(intervalMs: number, samples: readonly (readonly [number, number])[]): SampleSummary {
  const summary = new SampleSummary(intervalMs);
  for (const [atMs, value] of samples) summary.add(atMs, reading(value));
  return summary;
}

test('without samples there is no peak, no timeline, and the whole run is a gap', () => {
  const summary = new SampleSummary(10);
  expect(summary.count).toBe(0);
  expect(summary.peak).toBeUndefined();
  expect(summary.timeline().rssBytes).toEqual([]);
  expect(summary.longestGapMs(35)).toBe(35);
});

test('the peak of each figure is its own maximum, whenever that was', () => {
  const summary = new SampleSummary(10);
  summary.add(0, { ...reading(1), rssBytes: 9 });
  summary.add(10, { ...reading(2), arrayBuffersBytes: 7 });
  expect(summary.peak).toEqual({ ...reading(2), rssBytes: 9, arrayBuffersBytes: 7 });
  expect(greatest({ ...reading(1), externalBytes: 5 }, reading(3))).toEqual({
    ...reading(3),
    externalBytes: 5,
  });
});

test('samples that are passed in are not changed', () => {
  const first = reading(1);
  const summary = new SampleSummary(10);
  summary.add(0, first);
  summary.add(1, reading(5));
  expect(first).toEqual(reading(1));
});

describe('the longest gap', () => {
  test('is the longest time between two samples', () => {
    expect(
      summarize(10, [
        [0, 1],
        [10, 1],
        [45, 1],
        [50, 1],
      ]).longestGapMs(55),
    ).toBe(35);
  });

  test('can be that before the first sample', () => {
    expect(
      summarize(10, [
        [40, 1],
        [50, 1],
      ]).longestGapMs(55),
    ).toBe(40);
  });

  test('can be that after the last sample', () => {
    expect(
      summarize(10, [
        [0, 1],
        [10, 1],
      ]).longestGapMs(100),
    ).toBe(90);
  });
});

describe('the timeline', () => {
  test('has a bucket for each interval, with the maximum of its samples, or null without any', () => {
    const { bucketMs, rssBytes, heapUsedBytes } = summarize(10, [
      [0, 1],
      [4, 3],
      [9.9, 2],
      [30, 5],
    ]).timeline();
    expect(bucketMs).toBe(10);
    expect(rssBytes).toEqual([3, null, null, 5]);
    expect(heapUsedBytes).toEqual(rssBytes);
  });

  test('joins adjacent buckets when it is full, and an empty one takes the value of the other', () => {
    // A sample at 2400 ms is beyond 240 buckets of 10 ms: they become 120 of 20 ms, and it is the 121st.
    const { bucketMs, rssBytes } = summarize(10, [
      [0, 1],
      [10, 4],
      [35, 2],
      [2400, 7],
    ]).timeline();
    expect(bucketMs).toBe(20);
    expect(rssBytes).toHaveLength(121);
    expect(rssBytes.slice(0, 3)).toEqual([4, 2, null]);
    expect(rssBytes[120]).toBe(7);
  });

  test('never loses a peak and never grows beyond its length, however the samples come', () => {
    const step = fc.tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.nat());
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 300 }), (steps) => {
        let atMs = 0;
        const samples = steps.map(([afterMs, value]) => {
          atMs += afterMs;
          return [atMs, value] as const;
        });
        const { bucketMs, rssBytes } = summarize(1, samples).timeline();
        expect(rssBytes.length).toBeLessThanOrEqual(LONGEST_TIMELINE);
        for (const [sampleMs, value] of samples) {
          expect(rssBytes[Math.floor(sampleMs / bucketMs)]).toBeGreaterThanOrEqual(value);
        }
        expect(Math.max(...rssBytes.map((value) => value ?? 0))).toBe(
          Math.max(...samples.map(([, value]) => value)),
        );
      }),
    );
  });

  test('of a million samples is as short, and has the one peak', () => {
    const summary = new SampleSummary(1);
    const [low, high] = [reading(1), reading(9)];
    for (let index = 0; index < 1_000_000; index += 1) summary.add(index, index === 777_777 ? high : low);
    const { bucketMs, rssBytes } = summary.timeline();
    // 240 buckets of 1 ms double until a million fit: 240 * 2^12 = 983,040 is too short, 2^13 is not.
    expect(bucketMs).toBe(2 ** 13);
    expect(rssBytes).toHaveLength(Math.ceil(1_000_000 / 2 ** 13));
    expect(rssBytes.filter((value) => value === 9)).toHaveLength(1);
    expect(rssBytes[Math.floor(777_777 / 2 ** 13)]).toBe(9);
    expect(summary.count).toBe(1_000_000);
    expect(summary.peak?.rssBytes).toBe(9);
  });

  test('counts a sample from before the run as one at its start', () => {
    expect(
      summarize(10, [
        [-3, 8],
        [5, 1],
      ]).timeline().rssBytes,
    ).toEqual([8]);
  });

  test('leaves out a sample without a finite time: JSON parses 1e999 as Infinity', () => {
    const summary = new SampleSummary(10);
    summary.add(JSON.parse('1e999') as number, reading(8));
    expect(summary.count).toBe(0);
    expect(summary.timeline().rssBytes).toEqual([]);
  });
});
