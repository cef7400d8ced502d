import { expect, onTestFinished, test, vi } from 'vitest';
import { noteMemoryReads } from './other-memory.ts';

test('a program that reads its memory is noted, gets what it asked for, and may read its RSS', () => {
  const own = process.memoryUsage;
  onTestFinished(() => {
    process.memoryUsage = own;
  });
  const note = vi.fn();
  noteMemoryReads(note);
  expect(process.memoryUsage.rss()).toBeGreaterThan(0);
  expect(note).not.toHaveBeenCalled();
  expect(Object.keys(process.memoryUsage())).toEqual(Object.keys(own()));
  expect(note).toHaveBeenCalledTimes(1);
});
