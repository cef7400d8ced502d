import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../errors.ts';
import { findOwnFiles } from './find-own-files.ts';

/** The folder that may not be listed: a test that root runs may list every folder. And one with 40,200 folders. */
const closed = vi.hoisted(() => ({ path: '' }));
const huge = vi.hoisted(() => ({ path: '/no-such-folder' }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const readdirSync = (path: string, options: { withFileTypes: true }) => {
    if (path === huge.path || path.startsWith(`${huge.path}/`)) {
      const depth = path.slice(huge.path.length).split('/').length;
      if (depth > 2) return [];
      const isDirectory = (): boolean => true;
      return Array.from({ length: 200 }, (_each, index) => ({
        name: `${index}`,
        parentPath: path,
        isDirectory,
      }));
    }
    if (path !== closed.path) return fs.readdirSync(path, options);
    throw Object.assign(new Error('EACCES: permission denied, scandir'), { code: 'EACCES' });
  };
  return { ...fs, readdirSync };
});

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
  mkdirSync(join(root, 'inner'));
  writeFileSync(join(root, 'a.mjs'), 'export default { run() {} };');
  writeFileSync(join(root, 'inner', 'b.mjs'), 'export default { run() {} };');
});
afterEach(() => {
  closed.path = '';
  huge.path = '/no-such-folder';
  rmSync(root, { recursive: true });
});

const MISSPELLED = 'c.mjs';
const refusalOf = (selector: string): string => {
  try {
    findOwnFiles(selector);
  } catch (error) {
    if (error instanceof UsageError) return error.message.replaceAll(root, 'ROOT');
    throw error;
  }
  throw new Error('it was found');
};

describe('a folder that may not be listed', () => {
  test('is refused if it is the one that was named', () => {
    closed.path = root;
    expect(refusalOf(root)).toBe('ROOT: it cannot be read: EACCES: permission denied, scandir');
    expect(refusalOf(join(root, '*.mjs'))).toBe(
      'ROOT: it cannot be read: EACCES: permission denied, scandir',
    );
  });

  test('is skipped, and said, if it is in the one that was named', () => {
    closed.path = join(root, 'inner');
    const skipped = [{ path: closed.path, why: 'it cannot be read: EACCES: permission denied, scandir' }];
    expect(findOwnFiles(root)).toMatchObject({ paths: [join(root, 'a.mjs')], skipped });
    expect(findOwnFiles(join(root, '**/*.mjs'))).toMatchObject({ paths: [join(root, 'a.mjs')], skipped });
  });

  test('has no file that a misspelled one could have meant', () => {
    closed.path = root;
    expect(refusalOf(join(root, MISSPELLED))).toBe(`there is no scenario file ROOT/${MISSPELLED}`);
  });
});

test('a file in a folder that is too large to be read is skipped, and said', () => {
  truncateSync(join(root, 'inner', 'b.mjs'), 16 * 1024 ** 3);
  expect(findOwnFiles(root)).toMatchObject({
    paths: [join(root, 'a.mjs')],
    skipped: [{ path: join(root, 'inner', 'b.mjs'), why: expect.stringContaining('is larger than 64 MiB') }],
  });
});

test('a folder with more folders than a project has is refused, before anything in it is imported', () => {
  huge.path = join(root, 'inner');
  expect(refusalOf(root)).toBe('there are more than 10,000 folders in ROOT');
});
