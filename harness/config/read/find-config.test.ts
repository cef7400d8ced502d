import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
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

// Only the administrator can give a file to somebody else.
test.runIf(process.getuid?.() === 0)(
  'a file of another user is refused, unless the folder is theirs as well',
  () => {
    const path = write('tidemark.config.json');
    chownSync(path, 12_345, 12_345);
    expect(() => findConfig(root)).toThrow(
      expect.objectContaining({
        name: 'UsageError',
        hint: expect.stringContaining('--config tidemark.config.json'),
      }),
    );
    chownSync(root, 12_345, 12_345);
    expect(findConfig(root)).toBe(path);
  },
);
