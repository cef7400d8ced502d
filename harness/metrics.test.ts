import { describe, expect, test } from 'vitest';
import { METRICS, type MetricName, metricNamed } from './metrics.ts';
import type { RunResult } from './result.ts';
import { makeCounters, makeLive, makeReading, makeRun } from './test/builders.ts';

/** All figures are different, so that none can be mistaken for another. */
const FULL_RUN: RunResult = makeRun({
  durationMs: 200,
  cpuMs: 150,
  bytesDelivered: 5000,
  peakBufferedBytes: 640,
  peakBufferedChunks: 9,
  counters: {
    source: makeCounters({ writesAfterFalse: 1, pushesAfterFalse: 20, drains: 300, backpressureMs: 4000 }),
    sink: makeCounters({ writesAfterFalse: 2, pushesAfterFalse: 30, drains: 400, backpressureMs: 5000 }),
  },
  memory: {
    start: makeReading({ arrayBuffersBytes: 100, heapUsedBytes: 1000 }),
    peak: { rssBytes: 11, arrayBuffersBytes: 12, externalBytes: 13, heapUsedBytes: 14 },
    retained: makeReading({ arrayBuffersBytes: 170, heapUsedBytes: 900 }),
  },
  gc: {
    minor: { count: 1, ms: 0.5 },
    major: { count: 2, ms: 10 },
    incremental: { count: 4, ms: 100 },
    weakCallbacks: { count: 8, ms: 1000 },
  },
  eventLoop: { maxDelayMs: 77, utilization: 0.5 },
  live: makeLive({
    arrayBuffersBytes: 31,
    externalBytes: 32,
    heapUsedBytes: 33,
    nativeBytes: 34,
    childProcessesBytes: 35,
  }),
});

const EXPECTED: Record<MetricName, number> = {
  durationMs: 200,
  cpuMs: 150,
  // 5000 bytes in 0.2 s
  throughputBytesPerSecond: 25_000,
  bytesDelivered: 5000,
  peakBufferedBytes: 640,
  peakBufferedChunks: 9,
  // The sum of both labels.
  writesAfterFalse: 3,
  pushesAfterFalse: 50,
  drains: 700,
  backpressureMs: 9000,
  peakRssBytes: 11,
  peakArrayBuffersBytes: 12,
  peakExternalBytes: 13,
  peakHeapUsedBytes: 14,
  peakLiveArrayBuffersBytes: 31,
  peakLiveExternalBytes: 32,
  peakLiveHeapUsedBytes: 33,
  peakNativeBytes: 34,
  peakChildProcessesBytes: 35,
  // After minus before; a garbage collection during the run can make it negative.
  retainedArrayBuffersBytes: 70,
  retainedHeapUsedBytes: -100,
  // The same readings; the kind of the run decides which of them count.
  stablePeakRssBytes: 11,
  stablePeakArrayBuffersBytes: 12,
  // The sum of all kinds.
  gcCount: 15,
  gcMs: 1110.5,
  maxDelayMs: 77,
};

test('every metric has a unique name', () => {
  expect(METRICS.map(({ name }) => name).sort()).toEqual(Object.keys(EXPECTED).sort());
});

describe.each(METRICS)('$name', ({ name, read }) => {
  test('is read from a run', () => {
    expect(read(FULL_RUN)).toBe(EXPECTED[name]);
    expect(metricNamed(name).read).toBe(read);
  });

  test('is undefined if the run did not measure it', () => {
    expect(read(makeRun())).toBeUndefined();
    // A run that broke off has a peak from the samples and nothing else.
    expect(read(makeRun({ memory: { peak: {} }, counters: {} }))).toBeUndefined();
  });
});

test.each(['writesAfterFalse', 'pushesAfterFalse', 'drains', 'backpressureMs'] as const)(
  'a run of which a label is not counted has no sum of %s',
  (name) => {
    const { read } = metricNamed(name);
    expect(read(FULL_RUN)).toBeGreaterThan(0);
    expect(read({ ...FULL_RUN, uncounted: ['web'] })).toBeUndefined();
  },
);

test('a run that delivered nothing has no throughput', () => {
  expect(
    metricNamed('throughputBytesPerSecond').read(makeRun({ bytesDelivered: 0, durationMs: 5 })),
  ).toBeUndefined();
});

test('a run that took no time has no throughput', () => {
  expect(
    metricNamed('throughputBytesPerSecond').read(makeRun({ bytesDelivered: 9, durationMs: 0 })),
  ).toBeUndefined();
});

test('an unknown metric is an internal error', () => {
  expect(() => metricNamed('colour' as MetricName)).toThrow(RangeError);
});
