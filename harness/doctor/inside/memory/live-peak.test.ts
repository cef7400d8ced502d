import { expect, test } from 'vitest';
import { MiB } from '../../../test/builders.ts';
import { makeReading } from '../../../test/doctor-builders.ts';
import { LivePeak } from './live-peak.ts';

interface Read {
  readonly all: number;
  readonly queued: number;
  /** How many collections were seen until then. */
  readonly collections?: number;
  readonly isCollected?: boolean;
}

/** What is buffered at the peak, and what lives then, in MiB. */
function peakOf(readings: readonly Read[], isDeep = false): readonly [number, number] {
  const peak = new LivePeak(isDeep);
  for (const { all, queued, collections = 0, isCollected = false } of readings)
    peak.add(
      makeReading({
        arrayBuffersBytes: all * MiB,
        bufferedBytes: queued * MiB,
        ...(isCollected && { isCollected }),
      }),
      collections,
    );
  const { bufferedBytes = 0, liveArrayBuffersBytes = 0 } = peak.reading ?? {};
  return [bufferedBytes / MiB, liveArrayBuffersBytes / MiB];
}

test('without a collection, all that is there may live', () => {
  expect(
    peakOf([
      { all: 0, queued: 0 },
      { all: 50, queued: 20 },
    ]),
  ).toEqual([20, 50]);
});

test('what is gone after the next collection was garbage, before the queue had its peak or after', () => {
  const chunksBeside = [
    { all: 1, queued: 0 },
    { all: 50, queued: 20 },
    { all: 2, queued: 0, collections: 1 },
  ];
  // 1 MiB was elsewhere before, and 2 MiB are after it.
  expect(peakOf(chunksBeside)).toEqual([20, 22]);
  expect(
    peakOf([
      { all: 0, queued: 0 },
      { all: 60, queued: 0 },
      ...chunksBeside.map((read) => ({ ...read, collections: (read.collections ?? 0) + 1 })),
    ]),
  ).toEqual([20, 22]);
  expect(
    peakOf([...chunksBeside, { all: 60, queued: 0, collections: 1 }, { all: 2, queued: 0, collections: 2 }]),
  ).toEqual([20, 22]);
});

test('the least after a collection counts, as whatever is read later has garbage again', () => {
  const late = [
    { all: 0, queued: 0 },
    { all: 50, queued: 20 },
    { all: 30, queued: 10, collections: 1 },
    { all: 13, queued: 10, collections: 1 },
  ];
  expect(peakOf(late)).toEqual([20, 23]);
});

test('what stays after each of the next collections lives', () => {
  const grows = [
    { all: 0, queued: 0 },
    { all: 30, queued: 5 },
    { all: 25, queued: 5, collections: 1 },
    { all: 60, queued: 5, collections: 1 },
    { all: 45, queued: 5, collections: 2 },
  ];
  // 40 MiB outside of queues after the second.
  expect(peakOf(grows)).toEqual([5, 45]);
  const more = [3, 4, 5, 6, 7].map((collections) => ({ all: 42, queued: 0, collections }));
  const end = { all: 0, queued: 0, isCollected: true, collections: 8 };
  // What is gone at the end had outlived more collections than are waited for.
  expect(peakOf([...grows, ...more, end])).toEqual([5, 45]);
  expect(peakOf([...grows, ...more.slice(0, 2), end])).toEqual([5, 25]);
});

test('of a program that has ended, the collection at its end says what was garbage', () => {
  const ended = [
    { all: 0, queued: 0 },
    { all: 90, queued: 30 },
    { all: 4, queued: 0, isCollected: true },
  ];
  expect(peakOf(ended)).toEqual([30, 34]);
});

test('there is never more than was there', () => {
  // Strings in a queue are in no ArrayBuffer.
  expect(
    peakOf([
      { all: 0, queued: 0 },
      { all: 3, queued: 20 },
    ]),
  ).toEqual([20, 3]);
});

test('of two that are about the same, the one in which more is in queues', () => {
  expect(
    peakOf([
      { all: 50, queued: 20 },
      { all: 48, queued: 40 },
    ]),
  ).toEqual([40, 48]);
});

test('with --deep, of two that are about the same, the one after a collection', () => {
  const readings = [
    { all: 90, queued: 16 },
    { all: 20, queued: 15, isCollected: true, collections: 1 },
  ];
  // 5 MiB are left outside of queues: 21 before, and 20 then.
  expect(peakOf(readings, true)).toEqual([15, 20]);
  expect(peakOf(readings)).toEqual([16, 21]);
  const [first, second] = [
    { all: 0, queued: 0, isCollected: true },
    { all: 30, queued: 25, collections: 1 },
  ];
  // A collection takes so long that the next one can come too late.
  expect(peakOf([first, second], true)).toEqual([25, 30]);
});
