import { expect, test } from 'vitest';
import { MiB } from '../../../test/builders.ts';
import { LiveMemory } from './live-memory.ts';

/** ArrayBuffers, what is buffered of them, and what has left queues until then, in MiB; and how many collections there were. */
type Read = readonly [number, number, number, number?];

/** Reads one after the other. */
function estimates(...readings: readonly Read[]): number[] {
  const live = new LiveMemory();
  return readings.map(
    ([arrayBuffers, buffered, left, collections = 0]) =>
      live.estimate({
        arrayBuffersBytes: arrayBuffers * MiB,
        bufferedBytes: buffered * MiB,
        leftBytes: left * MiB,
        collections,
      }) / MiB,
  );
}

test('all of it is live as long as nothing has left a queue', () => {
  expect(estimates([30, 10, 0])).toEqual([30]);
});

test('what has left can be garbage', () => {
  expect(estimates([30, 10, 5], [30, 10, 50])).toEqual([25, 10]);
});

test('what is there after a collection is live, however much has left before', () => {
  // 4 MiB have left since the reading before it: they may have left after the collection.
  expect(estimates([60, 10, 50], [30, 10, 54, 1], [34, 10, 54, 1])).toEqual([10, 26, 30]);
});

test('fewer ArrayBuffers than before are a part of what has left', () => {
  // 30 of 50 MiB were collected, and 54 have left: 24 can be garbage, and no more than the 20 that are in no queue.
  expect(estimates([60, 10, 50], [30, 10, 54], [50, 10, 54])).toEqual([10, 10, 26]);
});

test('there is never more live memory than memory', () => {
  // What has left is summed up over streams, some of which count each other's.
  expect(estimates([30, 10, 20], [40, 10, 15], [30, 10, 15, 1], [35, 10, 12, 1])).toEqual([10, 25, 30, 35]);
});

test('V8 does not let more than 64 MiB of garbage be', () => {
  expect(estimates([200, 10, 500])).toEqual([136]);
});
