import { expect, test } from 'vitest';
import { nameBench } from './bench-name.ts';

test('a bench is named by its suites, its own name and its params, in one order of these', () => {
  expect(nameBench(['copy', 'Buffer.from'], {})).toBe('copy > Buffer.from');
  expect(nameBench(['copy'], { to: 'a, b', size: 1024, isPooled: false })).toBe(
    'copy [isPooled=false, size=1024, to="a, b"]',
  );
});

test('a name cannot control a terminal, or begin a line', () => {
  expect(nameBench(['one\n::error::two', '\u001b[2J'], {})).toBe('one\\n::error::two > \\u001b[2J');
});
