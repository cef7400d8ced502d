import { expect, test } from 'vitest';
import { MomentSummary } from './moment-summary.ts';

const moment = (turns: number | undefined, sink: number, drains = 0) => ({
  ...{ turns, drains },
  bufferedBytes: new Map([['sink', sink]]),
});

test('what a label buffered is the most of each interval, and drains are those of the interval', () => {
  const summary = new MomentSummary(10);
  const samples = [
    [0, 5, 0],
    [4, 9, 1],
    [12, 3, 4],
    [39, 7, 4],
  ] as const;
  for (const [atMs, bytes, drains] of samples) summary.add(atMs, moment(atMs, bytes, drains));
  expect(summary.summarize()).toEqual({
    bufferedBytes: { sink: [9, 3, null, 7] },
    drains: [1, 3, 0, 0],
    blocked: [],
  });
});

test('the main thread was blocked from the first to the last sample of one turn, if that took 50 ms', () => {
  const summary = new MomentSummary(10);
  const turns = [
    [0, 1],
    [10, 2],
    [59, 2],
    [70, 3],
    [100, 3],
    [120, 3],
    [130, 4],
    [200, 5],
    [260, 5],
  ] as const;
  for (const [atMs, turn] of turns) summary.add(atMs, moment(turn, 0));
  // 10 to 59 is too short, and between two turns it did turn; the last was still under way.
  expect(summary.summarize()?.blocked).toEqual([
    { fromMs: 70, toMs: 120 },
    { fromMs: 200, toMs: 260 },
  ]);
});

test('of many stretches the longest stay, in the order of time', () => {
  const summary = new MomentSummary(10);
  for (let turn = 0; turn < 300; turn += 1) {
    summary.add(turn * 1000, moment(turn, 0));
    summary.add(turn * 1000 + 100 + turn, moment(turn, 0));
  }
  const { blocked = [] } = summary.summarize() ?? {};
  expect(blocked.map(({ fromMs }) => fromMs / 1000)).toEqual(Array.from({ length: 100 }, (_, n) => n + 200));
});

test('a Node that does not say how often its loop turned was never blocked, and no moment is no summary', () => {
  const summary = new MomentSummary(10);
  expect(summary.summarize()).toBeUndefined();
  for (const atMs of [0, 100, 200]) summary.add(atMs, moment(undefined, 1));
  expect(summary.summarize()?.blocked).toEqual([]);
});

test('a label that was watched later has nothing before', () => {
  const summary = new MomentSummary(10);
  summary.add(0, moment(1, 1));
  summary.add(10, {
    turns: 2,
    drains: 0,
    bufferedBytes: new Map([
      ['sink', 2],
      ['later', 3],
    ]),
  });
  expect(summary.summarize()?.bufferedBytes).toEqual({ sink: [1, 2], later: [null, 3] });
});
