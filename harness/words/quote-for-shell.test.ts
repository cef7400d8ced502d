import { expect, test } from 'vitest';
import { quoteForShell } from './quote-for-shell.ts';

test.each([
  ['a/b-c_d.ts', 'a/b-c_d.ts'],
  ['', "''"],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['$(false)', "'$(false)'"],
  ['a,b', "'a,b'"],
  ['C:\\Users', "'C:\\Users'"],
])('sh takes %j for one word: %s', (word, quoted) => {
  expect(quoteForShell(word, 'linux')).toBe(quoted);
});

test.each([
  ['C:\\Users\\a\\r', 'C:\\Users\\a\\r'],
  ['C:\\Program Files\\nodejs\\node.exe', '"C:\\Program Files\\nodejs\\node.exe"'],
  ["it's", '"it\'s"'],
  // PowerShell would split it.
  ['a,b', '"a,b"'],
  ['a&b', '"a&b"'],
])('on Windows %j is one word as %s', (word, quoted) => {
  expect(quoteForShell(word, 'win32')).toBe(quoted);
});
