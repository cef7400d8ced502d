import { expect, test } from 'vitest';
import { MiB, makeReading } from '../test/builders.ts';
import type { LiveSample, Sample } from './parse-sample.ts';
import { LiveSummary } from './sample-summary.ts';

const sample = (
  sinceStartMs: number,
  memory: Parameters<typeof makeReading>[0],
  live: Partial<LiveSample> = {},
): Sample => ({
  sinceStartMs,
  memory: makeReading(memory),
  live: {
    watchedBytes: 0,
    physicalHeapBytes: 6 * MiB,
    workerBytes: 0,
    workers: 0,
    silentWorkers: 0,
    ...live,
  },
});

function summarize(samples: readonly Sample[]) {
  const summary = new LiveSummary();
  for (const one of samples) summary.add(one);
  return summary.summarize();
}

test('a run without a live reading has no live memory, rather than zeros', () => {
  expect(summarize([])).toBeUndefined();
  expect(summarize([{ sinceStartMs: 1, memory: makeReading() }])).toBeUndefined();
});

test('the peak of each figure is its own, and the reading at the peak is one reading', () => {
  const live = summarize([
    sample(5, { arrayBuffersBytes: 1 * MiB, externalBytes: 3 * MiB, heapUsedBytes: 9 * MiB }),
    sample(12, { arrayBuffersBytes: 20 * MiB, externalBytes: 22 * MiB, heapUsedBytes: 5 * MiB }),
    sample(40, { arrayBuffersBytes: 2 * MiB, externalBytes: 4 * MiB, heapUsedBytes: 8 * MiB }),
  ]);
  expect(live).toMatchObject({
    readings: 3,
    longestGapMs: 28,
    peak: { arrayBuffersBytes: 20 * MiB, externalBytes: 22 * MiB, heapUsedBytes: 9 * MiB },
    atPeak: { sinceStartMs: 12, arrayBuffersBytes: 20 * MiB, heapUsedBytes: 5 * MiB },
  });
});

test('a SharedArrayBuffer, which is not in external, counts towards the peak', () => {
  const live = summarize([
    sample(1, { arrayBuffersBytes: 32 * MiB, externalBytes: 2 * MiB }),
    sample(2, { arrayBuffersBytes: 1 * MiB, externalBytes: 20 * MiB }),
  ]);
  expect(live?.atPeak.sinceStartMs).toBe(1);
});

test('what was buffered shortly before all of it was read explains the peak', () => {
  const live = summarize([
    sample(1, { externalBytes: 10 * MiB }, { watchedBytes: 9 * MiB }),
    sample(2, { externalBytes: 90 * MiB }, { watchedBytes: 1 * MiB }),
    sample(3, { externalBytes: 100 * MiB }, { watchedBytes: 0 }),
  ]);
  expect(live?.atPeak).toMatchObject({ sinceStartMs: 3, watchedBytes: 1 * MiB });
});

test('native memory is by how much the RSS rises above what V8 accounts for', () => {
  const live = summarize([
    sample(1, { rssBytes: 40 * MiB, externalBytes: 2 * MiB }),
    // 60 MiB more in RSS, of which Buffers are 20.
    sample(2, { rssBytes: 100 * MiB, externalBytes: 22 * MiB }),
    // The Buffers are freed; the allocator keeps their memory.
    sample(3, { rssBytes: 100 * MiB, externalBytes: 2 * MiB }),
  ]);
  expect(live?.nativeBytes).toBe(40 * MiB);
});

test('native memory is never negative, as it would be for memory that was not written to', () => {
  const live = summarize([sample(1, {}), sample(2, { externalBytes: 66 * MiB })]);
  expect(live?.nativeBytes).toBe(0);
});

test('worker threads are counted, and the answers that were missing', () => {
  const live = summarize([
    sample(1, {}, { workers: 1 }),
    sample(2, {}, { workers: 1, silentWorkers: 2 }),
    sample(3, {}, { silentWorkers: 1 }),
  ]);
  expect(live?.workers).toEqual({ maxConcurrent: 3, missingAnswers: 3 });
  expect(summarize([sample(1, {})])).not.toHaveProperty('workers');
});
