import { expect, test } from 'vitest';
import { renderDefaultMarks } from './default-marks.ts';

const render = (marks: Parameters<typeof renderDefaultMarks>[0]): string[] =>
  renderDefaultMarks(marks).join('\n').split('\n');

test('a class whose sides agree on all versions has one row, and its figures have their unit', () => {
  const marks = { 'net.Socket writableBytes': 65_536, 'net.Socket readableBytes': 65_536 };
  const old = { 'net.Socket writableBytes': 16_384, 'net.Socket readableBytes': 16_384 };
  const lines = render({ '20.20.2': old, '24.21.0': marks });
  expect(lines).toContain('| of | side | counts | Node 20.20.2 | Node 24.21.0 |');
  expect(lines).toContain('| `net.Socket` | writable, readable | bytes | 16 KiB | 64 KiB |');
});

test('sides that differ have a row each, and what a version lacks is empty', () => {
  const lines = render({
    '22.23.3': { 'Buffer.allocUnsafe() slabBytes': 8192 },
    '24.21.0': { 'Buffer.allocUnsafe() slabBytes': 65_536, 'Buffer.allocUnsafe() pooledBelowBytes': 32_768 },
  });
  expect(lines).toContain('| `Buffer.allocUnsafe()` | slab | bytes | 8 KiB | 64 KiB |');
  expect(lines).toContain('| `Buffer.allocUnsafe()` | pooled below | bytes |  | 32 KiB |');
});

test('a side that counts something else on one version has one row, and each figure its unit', () => {
  const lines = render({
    '22.23.3': { 'Writable.toWeb() writableChunks': 65_536 },
    '24.21.0': { 'Writable.toWeb() writableBytes': 65_536 },
  });
  expect(lines).toContain('| `Writable.toWeb()` | writable | chunks or bytes | 65,536 chunks | 64 KiB |');
});

test('a number of bytes that is not a whole number of KiB is printed exactly', () => {
  const lines = render({
    '26.12.1': { 'http2.Http2Stream windowBytes': 65_535, 'Buffer.allocUnsafe() slabBytes': 65_600 },
  });
  expect(lines).toContain('| `http2.Http2Stream` | window | bytes | 65,535 B |');
  expect(lines).toContain('| `Buffer.allocUnsafe()` | slab | bytes | 65,600 B |');
});

test('without figures there is no table', () => {
  expect(renderDefaultMarks({})).toEqual([]);
});
