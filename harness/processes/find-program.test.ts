import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram, isFile, listOnPath } from './find-program.ts';
import { describeThisMachine, type Machine } from './this-machine.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const makeMachine = (platform: NodeJS.Platform, ...folders: string[]): Machine => ({
  ...describeThisMachine(),
  platform,
  env: { PATH: folders.map((folder) => (folder === '' ? '' : join(root, folder))).join(delimiter) },
});

function makeFile(path: string, mode = 0o755): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, mode);
  return file;
}

test('a program is the first on PATH that is a file and can be run', () => {
  mkdirSync(join(root, 'a/npm'), { recursive: true });
  makeFile('b/npm', 0o644);
  const [third, fourth] = [makeFile('c/npm'), makeFile('d/npm')];
  const machine = makeMachine('linux', '', 'none', 'a', 'b', 'c', 'd');
  expect(findProgram('npm', machine)).toEqual({ command: third, leading: [] });
  expect(listOnPath('npm', machine)).toEqual([third, fourth]);
});

test('a program that is nowhere on PATH is not found', () => {
  expect(findProgram('npm', makeMachine('linux', 'none'))).toBeUndefined();
  expect(findProgram('npm', { ...makeMachine('linux'), env: {} })).toBeUndefined();
});

test('on Windows it is an .exe, or the script that a .cmd would start with a shell', () => {
  const machine = makeMachine('win32', 'a', 'b');
  const git = makeFile('b/git.exe');
  const script = makeFile('a/node_modules/npm/bin/npm-cli.js');
  makeFile('a/npm.cmd');
  expect(findProgram('git', machine)).toEqual({ command: git, leading: [] });
  expect(findProgram('npm', machine)).toEqual({ command: process.execPath, leading: [script] });
  expect(findProgram('pnpm', machine)).toBeUndefined();
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder on PATH that one may not enter has no programs',
  () => {
    makeFile('locked/npm');
    const npm = makeFile('b/npm');
    chmodSync(join(root, 'locked'), 0);
    expect(findProgram('npm', makeMachine('linux', 'locked', 'b'))).toEqual({ command: npm, leading: [] });
    chmodSync(join(root, 'locked'), 0o700);
  },
);

test('what cannot be looked at is not a file', () => {
  const file = makeFile('file');
  // ENOTDIR, ELOOP, ENAMETOOLONG, and a NUL.
  symlinkSync('loop', join(root, 'loop'));
  for (const path of [`${file}/below`, join(root, 'loop'), join(root, 'x'.repeat(5000)), 'a\0b'])
    expect(isFile(path)).toBe(false);
  expect(isFile(file)).toBe(true);
});
