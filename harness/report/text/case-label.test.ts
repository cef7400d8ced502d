import { expect, test } from 'vitest';
import { KiB, MiB, makeCase } from '../../test/builders.ts';
import { formatParameter, labelCase, labelSentence, varyingAxes } from './case-label.ts';

const SMALL = makeCase({ parameters: { highWaterMark: 16 * KiB, sink: 'file', volume: 1 * MiB } });
const LARGE = makeCase({ parameters: { highWaterMark: 64 * KiB, sink: 'file', volume: 1 * MiB } });

test.each([
  [512, 'bytes', '512 B'],
  [1024, 'bytes', '1 KiB'],
  [256 * MiB, 'volume', '256 MiB'],
  [32_768, 'count', '32,768'],
  [32_768, undefined, '32,768'],
  ['alloc', 'choice', 'alloc'],
  ['\u001b[2J\nx', 'choice', '\\u{1b}[2J ↵ x'],
] as const)('the value %j of the kind %s is shown as %j', (value, kind, text) => {
  expect(formatParameter(value, kind)).toBe(text);
});

test('one case needs no label', () => {
  expect(varyingAxes([SMALL])).toEqual([]);
  expect(labelCase(SMALL, [])).toBe('');
  expect(labelSentence(SMALL, [])).toBe('');
});

test('several cases are labelled by what differs, and by nothing else', () => {
  const axes = varyingAxes([SMALL, LARGE]);
  expect(axes).toEqual(['highWaterMark']);
  expect(labelCase(LARGE, axes)).toBe('highWaterMark 64 KiB');
  expect(labelSentence(LARGE, axes)).toBe(' [highWaterMark 64 KiB]');
});

test('the Node is part of the label if there are several', () => {
  const axes = varyingAxes([SMALL, { ...SMALL, node: '22.12.0' }]);
  expect(axes).toEqual(['node']);
  expect(labelCase(SMALL, axes)).toBe('node 20.19.0');
});

test('a parameter that only some cases have is in their labels alone', () => {
  const bare = makeCase({ parameters: { volume: 1 * MiB } });
  const axes = varyingAxes([bare, SMALL]);
  expect(labelCase(bare, axes)).toBe('');
  expect(labelCase(SMALL, axes)).toBe('highWaterMark 16 KiB, sink file');
});
