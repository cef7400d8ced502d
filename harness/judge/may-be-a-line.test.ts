import { expect, test } from 'vitest';
import { mayBeALine } from './may-be-a-line.ts';

const MIB = 1024 * 1024;
const NOISE = 32 * MIB;

const pointsOf = (mib: readonly number[]) =>
  mib.map((peak, index) => ({ volumeBytes: 16 * 2 ** index * MIB, peakBytes: peak * MIB }));

test.each([
  ['a fifth of the volume', [13.6, 9.7, 16.4, 30.6, 53.9], true],
  ['a quarter of the volume in a child process', [23, 27, 46, 61, 97], true],
  ['a line', [16, 32, 64, 128, 256], true],
  ['a square root', [16, 22.6, 32, 45.3, 64], false],
  ['what an allocator keeps, which levels off', [10, 40, 60, 70, 75], false],
  ['a peak that comes and goes', [10, 60, 20, 70, 50], false],
  ['a rise within its noise', [2, 4, 8, 16, 32], false],
])('%s: %j %s', (_name, mib, isLine) => {
  expect(mayBeALine(pointsOf(mib), NOISE)).toBe(isLine);
});
