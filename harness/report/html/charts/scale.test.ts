import { expect, test } from 'vitest';
import { drawPath } from './line-chart.ts';
import { tickBytes, tickDecimal } from './scale.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

test('the marks of a size are multiples of a power of two', () => {
  expect(tickBytes(256 * MiB)).toEqual([0, 64, 128, 192, 256].map((mib) => mib * MiB));
  expect(tickBytes(300 * MiB)).toEqual([0, 128, 256].map((mib) => mib * MiB));
  expect(tickBytes(1023 * KiB)).toEqual([0, 256, 512, 768].map((kib) => kib * KiB));
  expect(tickBytes(3000 * MiB)).toEqual([0, 1, 2].map((gib) => gib * 1024 * MiB));
});

test('those of a time or a count are multiples of 1, 2 or 5', () => {
  expect(tickDecimal(100)).toEqual([0, 50, 100]);
  expect(tickDecimal(1890)).toEqual([0, 500, 1000, 1500]);
  expect(tickDecimal(0.9)).toEqual([0, 0.5]);
});

test('a chart of nothing has a 0', () => {
  for (const max of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(tickBytes(max)).toEqual([0]);
    expect(tickDecimal(max)).toEqual([0]);
  }
});

test('a path has the difference of each point to the one before', () => {
  expect(
    drawPath([
      [1, 2],
      [3, 1],
      [3, 5],
      [2, 5],
    ]),
  ).toBe('m1 2l2-1 0 4-1 0');
  expect(drawPath([])).toBe('');
});
