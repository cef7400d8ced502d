import { expect, test } from 'vitest';
import { splitSelectors } from './split-selectors.ts';

const split = (...words: string[]): string[] => splitSelectors(words, (path) => path === './a,b.ts');

test('selectors are separated by commas, and empty ones are dropped', () => {
  expect(split('a, b', 'c,')).toEqual(['a', 'b', 'c']);
});

test('a comma in the braces of a glob does not separate', () => {
  expect(split('{ignore,await}-drain,a', 'bench/*.{ts,js}')).toEqual([
    '{ignore,await}-drain',
    'a',
    'bench/*.{ts,js}',
  ]);
});

test('a comma in the path of a file that exists does not separate', () => {
  expect(split('./a,b.ts', './a,c.ts')).toEqual(['./a,b.ts', './a', 'c.ts']);
});
