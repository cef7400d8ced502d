import { expect, test } from 'vitest';
import { makeCase, makeReport, makeRun } from '../test/builders.ts';
import { makeNoise } from '../test/pair-builders.ts';
import { compareReports } from './compare-reports.ts';
import { locationShift } from './location-shift.ts';

test('every run counts, up to 40 per side', () => {
  expect(locationShift([1, 2, 3, 4], [11, 12, 13, 14])).toMatchObject({ estimate: 10, low: 7, high: 13 });
  expect(locationShift([1], [2])).not.toHaveProperty('firstRuns');
});

test('beyond 40 only the first 40 count, and the difference says so', () => {
  const a = Array<number>(40).fill(0);
  const b = [...Array<number>(40).fill(1), ...Array<number>(60).fill(9)];
  expect(locationShift(a, b)).toMatchObject({ estimate: 1, low: 1, high: 1, firstRuns: 40 });
});

test('a median is still that of all runs', () => {
  const reportOf = (durations: readonly number[]) =>
    makeReport({
      results: [makeCase({ runs: durations.map((durationMs, index) => makeRun({ index, durationMs })) })],
    });
  const many = [...Array<number>(40).fill(1), ...Array<number>(60).fill(9)];
  const { cases } = compareReports(reportOf(makeNoise(29, 0.1)), reportOf(many));
  const duration = cases[0]?.metrics.find(({ metric }) => metric === 'durationMs');
  expect(duration).toMatchObject({ b: 9, difference: { firstRuns: 40 } });
});
