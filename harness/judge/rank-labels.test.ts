import { expect, test } from 'vitest';
import type { LabelCounters, RunResult } from '../result.ts';
import { KiB, MiB, makeCounters, makeRun } from '../test/builders.ts';
import { findLabels, rankLabels } from './rank-labels.ts';

const TIMED_OUT = { state: 'timed-out', afterMs: 5000, phase: 'run' } as const;

const rank = (counters: Readonly<Record<string, Partial<LabelCounters>>>, run: Partial<RunResult> = {}) =>
  rankLabels(
    makeRun({
      ...run,
      counters: Object.fromEntries(
        Object.entries(counters).map(([label, one]) => [label, makeCounters(one)]),
      ),
    }),
  ).map(({ label }) => label);

test('a stream that was written to after false is worse than one with larger chunks', () => {
  // 1 MiB chunks are 64 times the highWaterMark, and nobody wrote a second one.
  expect(
    rank({
      large: { peakBufferedBytes: 1 * MiB, highWaterMarkBytes: 16 * KiB },
      guilty: { peakBufferedBytes: 64 * KiB, highWaterMarkBytes: 16 * KiB, writesAfterFalse: 1 },
    }),
  ).toEqual(['guilty', 'large']);
});

test('among these, the one that buffered most relative to its highWaterMark is worse than the one with more calls', () => {
  expect(
    rank({
      // A transform that pushes 100 rows of 1 KiB for each chunk.
      parse: { peakBufferedBytes: 100 * KiB, highWaterMarkBytes: 32 * KiB, pushesAfterFalse: 50_000 },
      enrich: { peakBufferedBytes: 16 * MiB, highWaterMarkBytes: 32 * KiB, writesAfterFalse: 1022 },
    }),
  ).toEqual(['enrich', 'parse']);
});

test('a stream without a highWaterMark in bytes is compared by the default of Node', () => {
  expect(
    rank({
      sink: { peakBufferedBytes: 64 * KiB, highWaterMarkBytes: 64 * KiB },
      bytes: { peakBufferedBytes: 64 * MiB },
      // Of a size that is unknown: 256 times the 16 objects that a stream takes by default.
      objects: { peakBufferedChunks: 4096 },
    }),
  ).toEqual(['bytes', 'objects', 'sink']);
});

test('streams that buffered the same are ranked by their calls after false', () => {
  expect(rank({ few: { writesAfterFalse: 1 }, many: { writesAfterFalse: 2 }, none: {} })).toEqual([
    'many',
    'few',
    'none',
  ]);
});

test('where nothing differs, the order is that of the names', () => {
  expect(rank({ b: {}, a: {}, c: {} })).toEqual(['a', 'b', 'c']);
});

test('in a run that timed out, the stream that has been full for longest comes first', () => {
  const counters = {
    upstream: { fullForMs: 4600, writesAfterFalse: 3 },
    unread: { fullForMs: 4700 },
    idle: {},
  };
  expect(rank(counters, { outcome: TIMED_OUT })).toEqual(['unread', 'upstream', 'idle']);
  // What a completed run leaves full did not stop it.
  expect(rank(counters)).toEqual(['upstream', 'unread', 'idle']);
});

test('a case is represented by its first measure run that ended as expected, else by one that could report', () => {
  const counting = (peakBufferedBytes: number, run: Partial<RunResult> = {}) =>
    makeRun({ counters: { sink: makeCounters({ peakBufferedBytes }) }, ...run });
  const failed = counting(1, { outcome: TIMED_OUT });
  const growth = counting(2, { kind: 'growth' });
  const peakIn = (runs: readonly RunResult[]) => findLabels(runs, {})?.[0]?.peakBufferedBytes;
  expect(peakIn([growth, failed, counting(3)])).toBe(3);
  expect(peakIn([growth, failed, makeRun({ outcome: TIMED_OUT })])).toBe(1);
  expect(peakIn([growth])).toBe(2);
  expect(findLabels([makeRun({ counters: {} })], {})).toBeUndefined();
});
