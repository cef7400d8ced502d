import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findConfig } from './find-config.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-config-')));
  mkdirSync(join(root, 'package/bench'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (file: string): string => {
  const path = join(root, file);
  writeFileSync(path, '{}');
  return path;
};

test('the file is found in the folder, and above it up to the nearest package.json', () => {
  write('package/package.json');
  const above = write('package/tidemark.config.json');
  expect(findConfig(join(root, 'package/bench'))).toBe(above);
  const nearer = write('package/bench/tidemark.config.mts');
  expect(findConfig(join(root, 'package/bench'))).toBe(nearer);
});

test('nothing above the nearest package.json is read', () => {
  write('tidemark.config.json');
  write('package/package.json');
  expect(findConfig(join(root, 'package/bench'))).toBeUndefined();
});

test('without a package.json, nothing above the current folder is read', () => {
  const here = write('tidemark.config.json');
  expect(findConfig(join(root, 'package'))).toBeUndefined();
  expect(findConfig(root)).toBe(here);
});

test('two files in one folder are refused', () => {
  write('tidemark.config.json');
  write('tidemark.config.ts');
  expect(() => findConfig(root)).toThrow(
    expect.objectContaining({
      name: 'UsageError',
      message: expect.stringMatching(/^there are two configuration files: .*json and .*ts$/),
      hint: expect.stringContaining('--config FILE'),
    }),
  );
});

test('a file of another user is refused, unless the current folder is theirs as well', () => {
  const path = write('tidemark.config.json');
  const [user, other] = [process.getuid?.() ?? 1, 12_345];
  const ofOther = (each: string): number => (each === path ? other : user);
  expect(() => findConfig(root, ofOther)).toThrow(
    expect.objectContaining({
      name: 'UsageError',
      message: `the configuration file ${path} belongs to another user`,
      hint: expect.stringContaining('--config tidemark.config.json'),
    }),
  );
  expect(findConfig(root, () => other)).toBe(path);
  expect(findConfig(root, (each) => (each === path ? 0 : user))).toBe(path);
});
