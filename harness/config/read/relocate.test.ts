import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { relocate } from './relocate.ts';

const folders = { of: resolve('project'), current: resolve('project/packages/app') };
const selectorsOf = (...words: string[]) => relocate(words, 'scenarios', folders);

test('paths are relative to the folder of the configuration, and names are not', () => {
  expect(selectorsOf('./bench/upload.ts', 'ignore-drain')).toEqual(['../../bench/upload.ts', 'ignore-drain']);
});

test('so is the path of a file of node:bench, which may have characters of a pattern', () => {
  expect(selectorsOf('bench:./bench/copy[1].bench.mjs')).toEqual([
    `bench:${join('..', '..', 'bench', 'copy[1].bench.mjs')}`,
  ]);
  const absolute = resolve('elsewhere.bench.mjs');
  expect(selectorsOf(`bench:${absolute}`)).toEqual([`bench:${absolute}`]);
});
