import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatFigure,
  parseBytes,
  parseDuration,
} from './units.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;
const TiB = 1024 * GiB;

describe('parseBytes', () => {
  test.each([
    ['0', 0],
    ['65536', 65_536],
    ['12B', 12],
    ['64k', 64 * KiB],
    ['64KiB', 64 * KiB],
    ['64kb', 64_000],
    ['1.5 MiB', 1.5 * MiB],
    ['  2 gib ', 2 * GiB],
    ['3GB', 3e9],
    ['.5k', 512],
    ['1e3', 1000],
    ['1e-1k', 102.4],
    ['-4k', -4 * KiB],
    ['+4k', 4 * KiB],
    ['1e999', Number.POSITIVE_INFINITY],
  ])('%j is %d bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  test.each([
    '',
    ' ',
    'k',
    '.',
    '-',
    'abc',
    '64 kibi',
    '1,5k',
    '0x10',
    '1 2',
    '64KiB/s',
    'NaN',
    'Infinity',
    '٣k',
    '30s',
  ])('%j is not a size', (text) => {
    expect(parseBytes(text)).toBeUndefined();
  });

  test('a decimal fraction of a decimal unit is a whole number of bytes', () => {
    // 1.005 * 1000 is 1004.9999999999999 in floating point, and 4.35 * 100 is 434.99999999999994.
    expect(parseBytes('1.005kB')).toBe(1005);
    expect(parseBytes('0.000435MB')).toBe(435);
    expect(parseBytes('1.0005kB')).toBe(1000.5);
  });
});

describe('parseDuration', () => {
  test.each([
    ['30s', 30_000],
    ['500ms', 500],
    ['2min', 120_000],
    ['2m', 120_000],
    ['1.5 s', 1500],
  ])('%j is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', '30', '2h', 's', '10 KiB'])('%j is not a duration: it has no unit of time', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1000, '1000 B'],
    [1023, '1023 B'],
    [KiB, '1 KiB'],
    [1.2345 * KiB, '1.23 KiB'],
    [12.345 * KiB, '12.3 KiB'],
    [123.45 * KiB, '123 KiB'],
    [999.4 * KiB, '999 KiB'],
    // Whole numbers stay as they were written.
    [1000 * KiB, '1000 KiB'],
    // Neither 1024 KiB nor four digits.
    [1023.5 * KiB, '1 MiB'],
    [999.6 * MiB, '0.98 GiB'],
    [MiB, '1 MiB'],
    [256 * MiB, '256 MiB'],
    [5000 * TiB, '5000 TiB'],
    [-64 * KiB, '-64 KiB'],
    [-1023.5 * KiB, '-1 MiB'],
    [0.4, '0.4 B'],
  ])('%d bytes is %j', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('no size is shown as 1024 of a unit below the largest', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 999 * TiB, noNaN: true }), (bytes) => {
        expect(formatBytes(bytes)).not.toMatch(/^1024 /);
      }),
    );
  });

  test('a formatted size can be parsed, and is at most half a percent off', () => {
    fc.assert(
      // Three digits: the last is rounded, which is at most 0.005 of 1.00, or of 0.98 where a size is just below a unit.
      fc.property(fc.double({ min: 1, max: 999 * TiB, noNaN: true }), (bytes) => {
        const readBytes = parseBytes(formatBytes(bytes)) ?? Number.NaN;
        expect(Math.abs(readBytes - bytes)).toBeLessThanOrEqual(0.0052 * bytes);
      }),
    );
  });

  test('a whole number of a binary unit is parsed as the same size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.constantFrom(1, KiB, MiB, GiB, TiB), (count, unit) => {
        expect(parseBytes(formatBytes(count * unit))).toBe(count * unit);
      }),
    );
  });

  test('a larger size is never shown as a smaller one', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((bytes) => parseBytes(formatBytes(bytes)));
        expect(less).toBeLessThanOrEqual(more ?? Number.NaN);
      }),
    );
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0 ms'],
    [0.1234, '0.12 ms'],
    [45, '45 ms'],
    [999.4, '999 ms'],
    // Not 1000 ms.
    [999.5, '1 s'],
    [1234, '1.23 s'],
    [59_900, '59.9 s'],
    // Not 60 s.
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '60 min'],
    [-5, '-5 ms'],
  ])('%d ms is %j', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('no time is shown as 1000 ms or 60 s', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 200_000, noNaN: true }), (ms) => {
        expect(formatDuration(ms)).not.toMatch(/^1000 ms|\b60 s/);
      }),
    );
  });
});

test('a rate is in bytes per second', () => {
  expect(formatFigure(100 * MiB, 'bytesPerSecond')).toBe('100 MiB/s');
  // The head of a column says the rest.
  expect(formatFigure(100 * MiB, 'bytesPerSecond', 'short')).toBe('100 MiB');
});

test.each([
  [0, '0'],
  [1020, '1020'],
  [9999.6, '10,000'],
  [1_234_567, '1,234,567'],
  [-12_345, '-12,345'],
])('the count %d is printed as %j', (value, text) => {
  expect(formatCount(value)).toBe(text);
});

test.each([
  [1_234_567, 'count', '1.23M', '1,234,567'],
  [0.12345, 'count', '0.123', '0.1235'],
  [1.5e9, 'count', '1.5e+9', '1,500,000,000'],
  [64 * KiB, 'bytes', '64 KiB', '64 KiB'],
  [38.2, 'nanoseconds', '38.2 ns', '38.2 ns'],
  [1200, 'ms', '1.2 s', '1.2 s'],
  [0.0123, 'slope', '0.0123', '0.01 B/B'],
  [0.00001, 'slope', '0', '0.00 B/B'],
] as const)('the figure %d %s is %j in a column and %j in a sentence', (value, unit, short, long) => {
  expect(formatFigure(value, unit, 'short')).toBe(short);
  expect(formatFigure(value, unit)).toBe(long);
});
