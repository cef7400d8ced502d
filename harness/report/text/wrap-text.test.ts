import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapText } from './wrap-text.ts';

test('a line is as long as the width lets it be', () => {
  expect(wrapText('aa bb cc dd', 5)).toBe('aa bb\ncc dd');
  expect(wrapText('aa bb cc dd', 4)).toBe('aa\nbb\ncc\ndd');
  expect(wrapText('aa bb cc dd', 11)).toBe('aa bb cc dd');
});

test('further lines are indented', () => {
  expect(wrapText('aa bb cc', 5, '  ')).toBe('aa bb\n  cc');
});

test('spaces at the start stay', () => {
  expect(wrapText('  aa bb', 80)).toBe('  aa bb');
  expect(wrapText('  aa bb', 6, '    ')).toBe('  aa\n    bb');
});

test('several spaces between words stay, unless the line is broken there', () => {
  expect(wrapText('aa  bb', 80)).toBe('aa  bb');
  expect(wrapText('aa  bb', 5, '  ')).toBe('aa\n  bb');
});

test('a word that is too wide has a line of its own', () => {
  expect(wrapText('a much-too-wide b', 6)).toBe('a\nmuch-too-wide\nb');
  expect(wrapText('much-too-wide b', 6, '  ')).toBe('much-too-wide\n  b');
});

test('a colour takes no width, and a wide character two columns', () => {
  expect(wrapText('\u001b[1maa\u001b[22m bb cc', 5)).toBe('\u001b[1maa\u001b[22m bb\ncc');
  expect(wrapText('上传 文件', 8)).toBe('上传\n文件');
  expect(wrapText('上传 文件', 9)).toBe('上传 文件');
});

test('an empty text stays empty', () => {
  expect(wrapText('', 10, '  ')).toBe('');
});

test('no word is lost, and no line is wider than the width', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, fc.integer({ min: 14, max: 100 }), (all, width) => {
      const lines = wrapText(all.join(' '), width, '  ').split('\n');
      expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(all);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }),
  );
});
