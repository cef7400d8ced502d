import { expect, test } from 'vitest';
import type { CaseResult, RunResult } from '../harness/result.ts';
import { makeCase, makeCounters, makeRun } from '../harness/test/builders.ts';
import { collectFigures, selectCounted } from './counted-figures.ts';

const makeResult = (
  scenario: string,
  run: Partial<RunResult> = {},
  result: Partial<CaseResult> = {},
): CaseResult => makeCase({ scenario, runs: [makeRun(run)], ...result });

test('the first case of a scenario is read: its counters, its peak and what it recorded', () => {
  const counters = { sink: makeCounters({ drains: 3, writesAfterFalse: 2 }) };
  const results = [
    makeResult('one', { peakBufferedBytes: 7, counters, recorded: { openFiles: 5 }, durationMs: 9 }),
    makeResult('one', { peakBufferedBytes: 8 }),
  ];
  expect(collectFigures(results)).toEqual({
    one: {
      peakBufferedBytes: 7,
      writesAfterFalse: 2,
      pushesAfterFalse: 0,
      drains: 3,
      'recorded.openFiles': 5,
    },
  });
});

test('only measure runs that ended as expected are read', () => {
  const runs = [
    makeRun({ kind: 'growth', peakBufferedBytes: 1 }),
    makeRun({ outcome: { state: 'aborted', phase: 'run' }, peakBufferedBytes: 2 }),
    makeRun({ peakBufferedBytes: 3 }),
  ];
  expect(collectFigures([makeCase({ scenario: 'one', runs })])).toEqual({ one: { peakBufferedBytes: 3 } });
});

test('a figure that differs between runs, invocations or versions of Node is left out', () => {
  const recorded = { a: 1, b: 1, c: 1, d: 1 };
  const runs = [makeRun({ recorded }), makeRun({ recorded: { ...recorded, a: 2 } })];
  const first = [
    makeCase({ scenario: 'one', runs }),
    makeResult('one', { recorded: { ...recorded, b: 2 } }, { node: '24.0.0' }),
  ];
  const second = [makeResult('one', { recorded: { ...recorded, c: 2 } })];
  expect(selectCounted([first, second])).toEqual({ one: { 'recorded.d': 1 } });
});

test('a scenario that only the first invocation measured keeps its figures', () => {
  const first = [makeResult('one', { recorded: { a: 1 } }), makeResult('two', { recorded: { b: 2 } })];
  const second = [makeResult('one', { recorded: { a: 3 } })];
  expect(selectCounted([first, second])).toEqual({ one: {}, two: { 'recorded.b': 2 } });
});

test('a scenario that only a later invocation measured has its figures, and those of its pair', () => {
  const counters = (writesAfterFalse: number) => ({ counters: { sink: makeCounters({ writesAfterFalse }) } });
  const newer = [
    makeResult('ahead', counters(0), { pairedWith: 'behind' }),
    makeResult('behind', counters(5), { pairedWith: 'ahead' }),
  ];
  const counted = selectCounted([[makeResult('but', { recorded: { a: 1 } })], newer, newer]);
  expect(Object.entries(counted)).toEqual([
    ['ahead', { writesAfterFalse: 0 }],
    ['behind', { writesAfterFalse: 5 }],
    ['but', { 'recorded.a': 1 }],
  ]);
});

test('what the machine decides is left out, even if it repeats', () => {
  const results = [makeResult('one', { recorded: { heapSizeLimitBytes: 4, stored: 5 } })];
  expect(selectCounted([results, results])).toEqual({ one: { 'recorded.stored': 5 } });
});

test('a counter that is zero is selected if the other scenario of the pair counts more', () => {
  const counters = (writesAfterFalse: number) => ({ counters: { sink: makeCounters({ writesAfterFalse }) } });
  const results = [
    makeResult('wrong', counters(5), { pairedWith: 'right' }),
    makeResult('right', counters(0), { pairedWith: 'wrong' }),
  ];
  expect(selectCounted([results])).toEqual({
    wrong: { writesAfterFalse: 5 },
    right: { writesAfterFalse: 0 },
  });
});

test('a recorded zero is always selected', () => {
  const results = [makeResult('one', { peakBufferedBytes: 0, recorded: { drainsAfterClose: 0 } })];
  expect(selectCounted([results])).toEqual({ one: { 'recorded.drainsAfterClose': 0 } });
});

test('bytes delivered and zeros are selected if there is nothing else', () => {
  const results = [
    makeResult('delivers', { bytesDelivered: 64, peakBufferedBytes: 0 }),
    makeResult('counts', { bytesDelivered: 64, peakBufferedBytes: 3 }),
  ];
  expect(selectCounted([results])).toEqual({
    counts: { peakBufferedBytes: 3 },
    delivers: { bytesDelivered: 64, peakBufferedBytes: 0 },
  });
});
