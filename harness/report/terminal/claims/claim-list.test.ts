import { expect, test } from 'vitest';
import { makeColors } from '../../text/colors.ts';
import { renderClaimList } from './claim-list.ts';

const PLAIN = { width: 40, colors: makeColors(false) };

test('claims are listed by topic, each with its name and its sentence', () => {
  const claims = [
    { name: 'blue', topic: 'sky', title: 'The sky is blue.' },
    { name: 'deep', topic: 'sea', title: 'The sea is deeper than any mountain is high.' },
    { name: 'salt', topic: 'sea', title: 'The sea is salt.' },
  ];
  expect(renderClaimList(claims, PLAIN)).toBe(`sea
  deep
    The sea is deeper than any mountain
    is high.
  salt
    The sea is salt.

sky
  blue
    The sky is blue.`);
});

test('what a claim says cannot control the terminal', () => {
  const evil = [{ name: 'a\u0007', topic: 'b\u001b[2J', title: 'c\u001b[2J' }];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it must have none
  expect(renderClaimList(evil, PLAIN)).not.toMatch(/[\u0007\u001b]/);
});
