import { expect, test } from 'vitest';
import { escapeControls, makeSafe, quoteLine } from './terminal-text.ts';

test.each([
  ['an escape sequence', '\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m'],
  ['a carriage return, which would write over the line', 'a\rb', 'a\\u{d}b'],
  ['backspace, bell and delete', '\b\u0007\u007f', '\\u{8}\\u{7}\\u{7f}'],
  ['NUL', '\0', '\\u{0}'],
  ['a one-byte control sequence introducer', '\u009b31m', '\\u{9b}31m'],
  ['bidirectional formatting characters', 'a\u202eb\u2066c\u061c', 'a\\u{202e}b\\u{2066}c\\u{61c}'],
])('%s becomes visible', (_name, text, escaped) => {
  expect(escapeControls(text)).toBe(escaped);
  expect(quoteLine(text)).toBe(escaped);
});

test('newlines, tabs and all other text stay', () => {
  const text = 'one\n\ttwo – ✗ ▁█ 日本語 🌊';
  expect(escapeControls(text)).toBe(text);
});

test('text for one line stays on it', () => {
  expect(quoteLine('Error: a\n  at b\n')).toBe('Error: a ↵ at b ↵ ');
});

test.each([
  ['at the start of a line', '::error::x', ': :error::x'],
  ['at the start, behind spaces', '  ::error::x', '  : :error::x'],
  ['on a line of its own', 'a\n::error::x', 'a ↵ ::error::x'],
  ['behind white space that .NET trims', '\u3000\ufeff::error::x', '\u3000\ufeff: :error::x'],
  ['with more colons', ':::error::x', ': ::error::x'],
  ['of Azure Pipelines', 'a ##vso[task]x', 'a ## vso[task]x'],
  ['of TeamCity', '##teamcity[x]', '## teamcity[x]'],
  ['anywhere, in the older form', 'a ##[error]x', 'a ## [error]x'],
])('a command for a CI service is broken %s', (_name, text, quoted) => {
  expect(quoteLine(text)).toBe(quoted);
});

test('a log has the colours of tidemark and no other escape, and no command in any of its lines', () => {
  expect(makeSafe('\u001b[31ma\u001b[39m\u001b[2J\n  ::error::x\n\u001b[2m::x', true)).toBe(
    '\u001b[31ma\u001b[39m\\u{1b}[2J\n  : :error::x\n\u001b[2m: :x',
  );
  expect(makeSafe('\u001b[31ma', false)).toBe('\\u{1b}[31ma');
});
