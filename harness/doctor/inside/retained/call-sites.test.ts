import { expect, test } from 'vitest';
import { readCaller } from './call-sites.ts';

test('a function of Buffer has its name, and others have that which is given', () => {
  const called: string[] = [];
  const look = (): number => called.push(readCaller('other', look).called);
  // Node's own function reads it.
  const arrayLike = Object.defineProperty({ length: 1 }, 0, { get: look });
  Buffer.from(arrayLike as ArrayLike<number>);
  look();
  expect(called).toEqual(['Buffer.from', 'other']);
});
