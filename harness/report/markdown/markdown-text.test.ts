import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeSpan, escapeMarkdown } from './markdown-text.ts';

describe('words stay words', () => {
  test.each([
    ["Waits for 'drain' when write() returns false", "Waits for 'drain' when write() returns false"],
    ['a | b', 'a \\| b'],
    ['a \\| b', 'a \\\\\\| b'],
    [
      '*bold* _slanted_ ~struck~ `code` $math$',
      '\\*bold\\* \\_slanted\\_ \\~struck\\~ \\`code\\` \\$math\\$',
    ],
    ['[a](b) ![c](d)', '\\[a\\](b) !\\[c\\](d)'],
    ['<script>alert(1)</script> &lt;', '\\<script\\>alert(1)\\</script\\> \\&lt;'],
    ['ask @nobody about #12', 'ask @&#8203;nobody about #&#8203;12'],
    ['see https://a.b or www.a.b', 'see https\\://a.b or www\\.a.b'],
  ])('%j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test.each([
    ['# no heading', '#&#8203; no heading'],
    ['- no item', '\\- no item'],
    ['+ no item', '\\+ no item'],
    ['10. no item', '10\\. no item'],
    ['10) no item', '10\\) no item'],
    ['> no quotation', '\\> no quotation'],
    ['    no code', 'no code'],
    ['=== no underline', '\\=== no underline'],
  ])('at the start of a line: %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test('on one line, without a control character', () => {
    expect(escapeMarkdown('a\n\n# b\r\u001b[2J')).toBe('a ↵ #&#8203; b\\\\u\\{d\\}\\\\u\\{1b\\}\\[2J');
  });
});

test('no pipe can end a cell: each is preceded by an odd number of backslashes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\\', '|', '`', 'a', ' ') }), (text) => {
      for (const [, backslashes = ''] of escapeMarkdown(text).matchAll(/(\\*)\|/g))
        expect(backslashes.length % 2).toBe(1);
    }),
  );
});

describe('code', () => {
  test.each([
    ['ignore-drain', '`ignore-drain`'],
    ['a ` b `` c', '```a ` b `` c```'],
    ['`a`', '`` `a` ``'],
    ['a\n# b', '`a ↵ # b`'],
    ['', ''],
  ])('%j', (text, span) => {
    expect(codeSpan(text)).toBe(span);
  });

  test('ends only at its fence: no sequence of backticks in it is as long', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' '), minLength: 1 }), (text) => {
        const [, fence = '', inside = ''] = /^(`+)(.*?)\1$/.exec(codeSpan(text)) ?? [];
        const runs = (inside.match(/`+/g) ?? []).map(({ length }) => length);
        expect(runs).not.toContain(fence.length);
      }),
    );
  });
});
