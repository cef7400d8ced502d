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

test('sides that differ, or that count something else on one version, have a row each', () => {
  const lines = render({
    '22.23.3': { 'Writable.toWeb() writableChunks': 65_536, 'Buffer.allocUnsafe() slabBytes': 8192 },
    '24.21.0': {
      'Writable.toWeb() writableBytes': 65_536,
      'Buffer.allocUnsafe() slabBytes': 65_536,
      'Buffer.allocUnsafe() pooledBelowBytes': 32_768,
    },
  });
  expect(lines.slice(-4)).toEqual([
    '| `Writable.toWeb()` | writable | chunks | 65,536 |  |',
    '| `Buffer.allocUnsafe()` | slab | bytes | 8 KiB | 64 KiB |',
    '| `Writable.toWeb()` | writable | bytes |  | 64 KiB |',
    '| `Buffer.allocUnsafe()` | pooled below | bytes |  | 32 KiB |',
  ]);
});

test('without figures there is no table', () => {
  expect(renderDefaultMarks({})).toEqual([]);
});
