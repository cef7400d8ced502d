import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolders } from './make-folders.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-folders-'));
});

afterEach(() => rmSync(root, { recursive: true }));

test('those above it are made as well, and one that exists is left', () => {
  const path = join(root, 'a/b/c');
  makeFolders(path);
  makeFolders(path);
  makeFolders(`${path}/`);
  expect(statSync(path).isDirectory()).toBe(true);
});

test('a link to a folder is one, and a file or a link to nothing is not', () => {
  const path = (name: string): string => join(root, name);
  symlinkSync(root, path('here'));
  writeFileSync(path('file'), '');
  symlinkSync(path('nowhere'), path('broken'));
  makeFolders(path('here/a/b'));
  expect(statSync(path('a/b')).isDirectory()).toBe(true);
  for (const name of ['file', 'broken']) expect(() => makeFolders(path(name))).toThrow('EEXIST');
  expect(() => makeFolders(path('file/below'))).toThrow('ENOTDIR');
  expect(() => makeFolders(path('broken/below'))).toThrow(/ENOENT|EEXIST/);
});

test.runIf(process.platform === 'linux')(
  'a file system that makes no folders is an error, and no endless loop',
  () => {
    for (const path of ['/proc/tidemark', '/proc/tidemark/results', '/proc/self/tidemark/results'])
      expect(() => makeFolders(path)).toThrow('ENOENT');
  },
);
